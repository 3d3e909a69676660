"""Lock files answer what their manifests ask for.

A lock file that lacks a package, or has a version of it that the manifest does not admit, was forgotten when
the manifest changed. Installers then stop (`npm ci`, `uv sync --locked`, `cargo build --locked`) or quietly
choose anew, and the build is not the one that was reviewed.

Source: [npm ci](https://docs.npmjs.com/cli/v11/commands/npm-ci),
[uv lock --check](https://docs.astral.sh/uv/concepts/projects/sync/#checking-the-lockfile).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from gitops_assets.core.dependencies.model import Dependency, Kind, Locked, Scope
from gitops_assets.core.dependencies.parsers.tree_path import file_of
from gitops_assets.core.dependencies.versions import scheme_of
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.packages.lock_names import writing
from gitops_assets.core.gates.packages.places import aside, manifests
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

Entries = Mapping[str, list[Locked]]
"""What one lock file has, by name."""

_MANIFESTS = {
    "package-lock.json": "package.json",
    "npm-shrinkwrap.json": "package.json",
    "yarn.lock": "package.json",
    "pnpm-lock.yaml": "package.json",
    "uv.lock": "pyproject.toml",
    "poetry.lock": "pyproject.toml",
    "Pipfile.lock": "Pipfile",
    "Cargo.lock": "Cargo.toml",
    "composer.lock": "composer.json",
    "Gemfile.lock": "Gemfile",
}
_INSIDE = ("workspace:", "catalog:", "patch:", "portal:", "link:", "file:")
_SPARED = (";", "python", "markers", "platform", "sys_platform")
"""Words on a line of a Python manifest that let a lock file leave the package out."""
_OVERRULING = ("overrides", "resolutions", "override-dependencies", "constraint-dependencies", "[patch")
"""Words by which a manifest has other versions locked than the ranges say."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every direct demand that the lock file beside its manifest does not answer.

    Either it has no entry for the package, or none of a version that fits.
    """
    locks = _locks(facts)
    if not locks:
        raise NotApplicable("no lock file with a manifest beside it was found")
    files, own = facts.files, {(each.ecosystem, each.name) for each in facts.packages.publications}
    sections = files.once(_npm_demands)
    for row in facts.packages.dependencies:
        lock = locks.get((row.ecosystem, row.path))
        if lock is None or not _from_registry(row) or (row.ecosystem, row.name) in own:
            continue
        if row.ecosystem == "npm" and (row.path, row.line) not in sections:
            continue
        why = _fault(files, row, lock[1])
        if why is not None:
            yield Finding(
                message=f"The lock file {shown(lock[0])} has {why}.",
                path=row.path,
                line=max(1, row.line),
                subject=f"{row.path}:{row.name}",
                remedy=writing(lock[0]),
            )


def _locks(facts: Facts) -> dict[tuple[str, str], tuple[str, Entries]]:
    """By ecosystem and manifest, the lock file in the same folder with its entries."""
    found: defaultdict[tuple[str, str], defaultdict[str, list[Locked]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in facts.packages.locked:
        if file_of(row.path) in _MANIFESTS and not aside(row.path):
            found[row.ecosystem, row.path][row.name].append(row)
    return {
        (ecosystem, path[: -len(file_of(path))] + _MANIFESTS[file_of(path)]): (path, entries)
        for (ecosystem, path), entries in found.items()
    }


def _from_registry(row: Dependency) -> bool:
    plain = row.kind is Kind.PACKAGE and row.url is None and row.local is None
    return plain and row.scope is not Scope.BUILD and not (row.constraint or "").startswith(_INSIDE)


def _fault(files: TreeFacts, row: Dependency, entries: Entries) -> str | None:
    found = entries.get(row.name)
    if not found:
        return None if _may_be_absent(files, row) else f"no entry for {shown(row.name)}"
    direct = [each for each in found if not each.holder] or found
    if row.constraint is None or any(each.constraint == row.constraint for each in found):
        return None
    scheme = scheme_of(row.ecosystem)
    asked = scheme.constraint(row.constraint)
    versions = [scheme.version(each.version) for each in direct]
    if asked is None or any(each is None or asked.ranges.spans(each) for each in versions):
        return None
    if any(word in files.text(row.path).text for word in _OVERRULING):
        return None
    chosen = ", ".join(dict.fromkeys(each.version for each in direct[:3]))
    return f"{shown(row.name)} at {shown(chosen)}, which {shown(row.constraint)} does not admit"


def _may_be_absent(files: TreeFacts, row: Dependency) -> bool:
    """Whether a marker, or a virtual package, leaves the lock file without it."""
    if row.scope is Scope.OPTIONAL and row.ecosystem == "npm":
        return True
    if row.ecosystem == "composer":
        return row.name.endswith("-implementation") or "/" not in row.name
    if row.ecosystem != "pypi":
        return False
    lines = files.text(row.path).text.splitlines()
    line = lines[row.line - 1] if row.line <= len(lines) else ""
    return any(word in line for word in _SPARED)


def _npm_demands(files: TreeFacts) -> frozenset[tuple[str, int]]:
    """Where each package.json asks for what npm installs in any case; peers may come from elsewhere."""
    return frozenset(
        (path, manifest.line(section, name))
        for path, manifest in manifests(files, "package.json")
        for section in ("dependencies", "devDependencies")
        for name, written in manifest.mapping(section).items()
        if isinstance(written, str) and not written.startswith(_INSIDE)
    )


GATE = Gate(
    id="lock-file-fresh",
    title="Lock files answer what their manifests ask for",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Let the package manager write the lock file again and commit it with the manifest.",
    find=find,
    category=Category.PACKAGES,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    stages=FROM_MERGE,
)
