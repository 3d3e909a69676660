"""Conan's lock file: the versions that were chosen for a graph.

Source: [Lockfiles](https://docs.conan.io/2/tutorial/versioning/lockfiles.html).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.conan import SCOPES, split
from gitops_assets.core.dependencies.model import Extractor, Locked, Malformed, Row, Skipped
from gitops_assets.core.dependencies.parsers.json_text import read_json

_TABLES = tuple(name for name in SCOPES if name.endswith("requires"))


def wants(path: str) -> bool:
    """The file that Conan itself looks for."""
    return path.rpartition("/")[2] == "conan.lock"


def extract(path: str, text: str) -> Iterator[Row]:
    """One row a reference, of Conan 2 and of the graphs that Conan 1 wrote."""
    lock = read_json(text)
    if lock.mapping("graph_lock"):
        for node in lock.mapping("graph_lock", "nodes"):
            place = ("graph_lock", "nodes", node, "ref")
            if reference := lock.text(*place):
                yield _locked(reference, path, lock.line(*place))
    elif any(table in lock.mapping() for table in _TABLES):
        for table in _TABLES:
            for nth, reference in lock.texts(table):
                yield _locked(reference, path, lock.line(table, nth))
    else:
        raise Malformed("is no lock file of Conan: it has neither requirements nor a graph")


def _locked(reference: str, path: str, line: int) -> Row:
    name, version = split(reference)
    if not name or not version:
        return Skipped(path=path, line=line, reason=f"has {reference[:80]!r}, which is no name/version")
    return Locked(ecosystem="conan", name=name, version=version, path=path, line=line)


EXTRACTOR = Extractor(
    id="conan-lock",
    title="Conan lock files (conan.lock)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("conan.lock",),
)
