"""Applications say which versions of a package they work with.

A demand without a version (`*`, `latest`, nothing at all) takes whatever is newest when it is installed, the
next incompatible major version or a hijacked release included. Where a lock file answers the demand, the
choice was made and is not flagged; libraries are not asked for bounds either.

Source: [npm, dependencies](https://docs.npmjs.com/cli/v11/configuring-npm/package-json#dependencies),
[pip, repeatable installs](https://pip.pypa.io/en/stable/topics/repeatable-installs/).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Scope
from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.packages.lock_names import NPM, PYTHON
from gitops_assets.core.gates.packages.places import aside, nearest
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_ANY = frozenset(
    {"", "*", "x", "X", "latest", "next", "LATEST", "RELEASE", "+", "latest.release", ">=0", ">=0.0.0"}
)
_LOCKS = {
    "npm": NPM,
    "pypi": PYTHON,
    "cargo": ("Cargo.lock",),
    "composer": ("composer.lock",),
    "gem": ("Gemfile.lock", "gems.locked"),
    "nuget": ("packages.lock.json", "Directory.Packages.props"),
    "maven": ("gradle.lockfile",),
}
_ASKED = {
    "npm": ("package.json",),
    "pypi": ("requirements.txt", "Pipfile"),
    "cargo": ("Cargo.toml",),
    "composer": ("composer.json",),
    "maven": ("pom.xml", "build.gradle", "build.gradle.kts"),
    "nuget": (".csproj", ".fsproj", ".vbproj"),
}
"""Manifests in which no bound is a slip; Python's libraries leave bounds to whoever installs them."""
_SILENT = frozenset({"maven", "nuget"})
"""Ecosystems in which no version means that another file has it."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each runtime demand that admits every version and that no lock file answers."""
    libraries = {(row.ecosystem, folder_of(row.path)) for row in facts.packages.publications}
    rows = [
        row
        for row in facts.packages.dependencies
        if _asked(row) and not (row.ecosystem == "pypi" and ("pypi", folder_of(row.path)) in libraries)
    ]
    if not rows:
        raise NotApplicable("no manifest of an application asks for packages")
    for row in rows:
        if _open(row) and nearest(facts.files, row.path, _LOCKS[row.ecosystem]) is None:
            written = f" ({shown(row.constraint)})" if row.constraint else ""
            yield Finding(
                message=f"{shown(row.name)} may be any version{written}.",
                path=row.path,
                line=max(1, row.line),
                subject=f"{row.path}:{row.name}",
                remedy=f"Write the range of versions of {shown(row.name)} that was tested.",
            )


def _asked(row: Dependency) -> bool:
    names = _ASKED.get(row.ecosystem, ())
    plain = row.kind is Kind.PACKAGE and row.scope is Scope.RUNTIME and row.url is None and row.local is None
    return (
        plain
        and row.confidence is not Confidence.INFERRED
        and _is_one(file_of(row.path), names)
        and (not aside(row.path))
    )


def _is_one(name: str, names: tuple[str, ...]) -> bool:
    return any(name == each or (each.startswith(".") and name.endswith(each)) for each in names)


def _open(row: Dependency) -> bool:
    if row.resolved is not None:
        return False
    written = (row.constraint or "").replace(" ", "")
    return written in _ANY and not (row.ecosystem in _SILENT and not written)


GATE = Gate(
    id="versions-bounded",
    title="Applications say which versions they work with",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Write a range of versions with an upper end, or commit a lock file.",
    find=find,
    category=Category.PACKAGES,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    stages=FROM_MERGE,
    required=False,
)
