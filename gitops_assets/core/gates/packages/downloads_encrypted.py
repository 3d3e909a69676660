"""Packages are fetched over encrypted connections.

Whoever sits between a build and a registry can answer a plain request with any code, and the build runs it.
What a lock file's hash protects on the second download, nothing protects on the first.

Source: [CWE-319](https://cwe.mitre.org/data/definitions/319.html),
[Maven, external HTTP blocked](https://maven.apache.org/docs/3.8.1/release-notes.html).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Dependency, Kind
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.packages.places import aside
from gitops_assets.core.gates.packages.registries import Named, registries
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_PLAIN = ("http://", "git://", "ftp://")
_KINDS = (Kind.PACKAGE, Kind.SUBMODULE, Kind.CHART, Kind.MODULE, Kind.HOOK)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each registry, and each package's own address, that is asked in the clear.

    What stays on this machine (localhost) is nobody's to read.
    """
    for row in facts.packages.dependencies:
        if _plain(row):
            yield _finding(Named(row.path, row.line, row.url or ""), f"{shown(row.name)} is fetched")
    for named in facts.files.once(registries):
        if named.url.startswith(_PLAIN) and not named.local:
            yield _finding(named, "Packages are fetched")


def _plain(row: Dependency) -> bool:
    url = row.url or ""
    if row.kind not in _KINDS or not url.startswith(_PLAIN) or aside(row.path):
        return False
    return not Named(row.path, row.line, url).local


def _finding(named: Named, what: str) -> Finding:
    scheme, _, rest = named.url.partition("://")
    return Finding(
        message=f"{what} over plain {scheme} from {shown(named.host or named.url)}.",
        path=named.path,
        line=max(1, named.line),
        subject=f"{named.path}:{named.url}",
        remedy=f"Write {shown('https://' + rest)} instead.",
    )


GATE = Gate(
    id="downloads-encrypted",
    title="Packages are fetched over encrypted connections",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Use the registry's https address.",
    find=find,
    category=Category.PACKAGES,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    stages=EVERY_STAGE,
)
