import pytest

from gitops_assets.core.gates.packages.revisions_pinned import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("path", "text", "follows"),
    [
        ("requirements.txt", "acme @ git+https://example.org/acme.git@main\n", "follows 'main'"),
        ("requirements.txt", "git+https://example.org/acme.git#egg=acme\n", "follows the default branch"),
        ("package.json", '{"dependencies": {"acme": "github:o/acme#next"}}', "follows 'next'"),
        ("package.json", '{"dependencies": {"acme": "o/acme"}}', "follows the default branch"),
        ("Cargo.toml", '[dependencies]\nacme = {git = "https://x.org/a", branch = "dev"}\n', "follows 'dev'"),
        ("Gemfile", 'gem "acme", git: "https://example.org/a.git", branch: "main"\n', "follows 'main'"),
    ],
)  # fmt: skip
def test_a_branch_is_flagged(path: str, text: str, follows: str) -> None:
    found = only(GATE, seen({path: text}))
    assert found.message == f"'acme' {follows} of a repository."
    assert found.path == path


@pytest.mark.parametrize("ref", [COMMIT, COMMIT[:12], "v1.2.3", "1.2", "acme-v1.2.3", "release/2026.1"])
def test_a_commit_or_a_version_passes(ref: str) -> None:
    assert passes(GATE, seen({"requirements.txt": f"acme @ git+https://example.org/acme.git@{ref}\n"}))


def test_what_a_lock_file_pins_passes() -> None:
    lock = """{"lockfileVersion": 3, "packages": {"": {"dependencies": {"acme": "o/acme"}},
      "node_modules/acme": {"version": "1.0.0", "resolved": "git+ssh://x"}}}"""
    manifest = '{"dependencies": {"acme": "o/acme"}}'
    assert passes(GATE, seen({"package.json": manifest, "package-lock.json": lock}))


@pytest.mark.parametrize(
    "text", ["flask==1.0\n", "https://example.org/acme-1.0-py3-none-any.whl\n", "acme @ file:///x/acme\n"]
)
def test_what_comes_from_elsewhere_is_not_asked(text: str) -> None:
    assert why(GATE, seen({"requirements.txt": text}), Outcome.SKIP) == "no package comes from a repository"


def test_long_refs_take_no_time() -> None:
    ref = "a-" * 400
    assert only(GATE, seen({"package.json": f'{{"dependencies": {{"acme": "o/acme#{ref}"}}}}'})).line == 1
