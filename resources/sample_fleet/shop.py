"""The small web shop whose repositories the sample fleet shows: what is in them and how it came about."""

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from resources.sample_fleet.stream import blob, commit, point

DAY = 86_400
STARTED = 1_788_249_600
"""2026-09-01, a Tuesday."""
LATEST = STARTED + 30 * DAY
"""When work in the clones happens: after everything in the remotes."""
FEATURE = "feature/longer-pages"
SETTINGS = "config/settings.yaml"


NEEDS: Mapping[str, tuple[str, ...]] = {
    "api": ("httpx >=0.28", "accounts-unpushed >=1.0", "catalog-old-branch >=1.0", "payments-behind >=1.0"),
    "accounts-unpushed": ("pydantic >=1.10,<2",),
    "payments-behind": ("pydantic >=2.8", "accounts-unpushed >=1.0", "taxes-at-a-tag >=1.0"),
    "catalog-old-branch": ("prices-rebase-halfway >=1.0", "search-cherry-pick-halfway >=1.0"),
    "prices-rebase-halfway": ("taxes-at-a-tag >=1.0", "vouchers-upstream-gone >=1.0"),
    "vouchers-upstream-gone": ("accounts-unpushed >=1.0",),
    "shipping-diverged": ("stock-bisecting >=1.0", "httpx >=0.27"),
    "storefront-uncommitted": (
        "react ^18.2.0",
        "cart-conflicted-merge ^1.0.0",
        "wishlist-local-branch ^1.0.0",
    ),
    "cart-conflicted-merge": ("react ^18.2.0", "zod ^3.23.0"),
    "wishlist-local-branch": ("react ^17.0.2", "zod ^3.20.0"),
}
"""What some repositories depend on, each as a name and a constraint; two pairs of them cannot agree."""


class Kind(StrEnum):
    """What a repository is written in."""

    PYTHON = "python"
    NODE = "node"
    INFRASTRUCTURE = "infrastructure"


def settings(page_size: int) -> str:
    """The file that two people change at once."""
    return f"currency: EUR\npage-size: {page_size}\ntimeout-seconds: 5\n"


def history(name: str, kind: Kind, summary: str) -> bytes:
    """Five commits on main, a tag, a feature branch that disagrees with main, and a branch long forgotten."""
    title = f"# {name}\n\n{summary}\n"
    source, tests = _sources(name, kind)
    return b"".join(
        (
            _commit(
                "main", f"Start {name}", STARTED - 200 * DAY, {"README.md": title, **_manifest(name, kind)}
            ),
            point("refs/heads/legacy/prototype", "refs/heads/main"),
            _commit("main", "Sell the first article", STARTED + 3 * DAY, {**source, SETTINGS: settings(20)}),
            _commit("main", "Test what customers see first", STARTED + 9 * DAY, tests),
            point("refs/tags/v1.0.0", "refs/heads/main"),
            point(f"refs/heads/{FEATURE}", "refs/heads/main"),
            _commit(FEATURE, "Show 50 articles a page", STARTED + 14 * DAY, {SETTINGS: settings(50)}),
            _commit("main", "Show 24 articles a page", STARTED + 16 * DAY, {SETTINGS: settings(24)}),
            _commit(
                "main", "Say how to run it", STARTED + 20 * DAY, {"README.md": f"{title}\n{_run(kind)}\n"}
            ),
        )
    )


def _commit(branch: str, subject: str, at: int, files: Mapping[str, str]) -> bytes:
    return commit(branch, subject, at) + b"".join(_blobs(files))


def _blobs(files: Mapping[str, str]) -> Iterator[bytes]:
    for path, text in files.items():
        yield blob(path, text.encode())


def _manifest(name: str, kind: Kind) -> dict[str, str]:
    if kind is Kind.PYTHON:
        return {"pyproject.toml": _pyproject(name, NEEDS.get(name, ("httpx >=0.28",)))}
    if kind is Kind.NODE:
        package = {"name": name, "version": "1.0.0", "type": "module"}
        needs = dict(need.split(" ") for need in NEEDS.get(name, ()))
        return {"package.json": json.dumps({**package, "dependencies": needs}, indent=2) + "\n"}
    return {"Chart.yaml": f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n"}


def _pyproject(name: str, needs: Sequence[str]) -> str:
    listed = "".join(f'    "{need.replace(" ", "")}",\n' for need in needs)
    return f'[project]\nname = "{name}"\nversion = "1.0.0"\ndependencies = [\n{listed}]\n'


def _sources(name: str, kind: Kind) -> tuple[dict[str, str], dict[str, str]]:
    if kind is Kind.PYTHON:
        return _python_sources(name.split("-", maxsplit=1)[0])
    if kind is Kind.NODE:
        source = {"src/index.js": "export const total = (prices) => prices.reduce((a, b) => a + b, 0);\n"}
        return source, {"test/index.test.js": "import '../src/index.js';\n"}
    return {"values.yaml": "replicas: 2\n"}, {"templates/deployment.yaml": "kind: Deployment\n"}


def _python_sources(module: str) -> tuple[dict[str, str], dict[str, str]]:
    code = 'def total(prices):\n    """Cents."""\n    return sum(prices)\n'
    test = f"from {module} import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n"
    return {f"src/{module}/__init__.py": code}, {f"tests/test_{module}.py": test}


def _run(kind: Kind) -> str:
    return {
        Kind.PYTHON: "Run it with `python -m pytest`.",
        Kind.NODE: "Run it with `npm test`.",
        Kind.INFRASTRUCTURE: "Render it with `helm template .`.",
    }[kind]
