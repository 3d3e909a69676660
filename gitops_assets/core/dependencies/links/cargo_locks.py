"""Where a lock has several versions of one crate, it says which of them each crate of the tree was given."""

from dataclasses import replace

from gitops_assets.core.dependencies.extractors.cargo_lock import CHOSEN
from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Confidence, Definition, Dependency, Publication, Row
from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of, folders_up


def link(rows: Rows) -> Rows:
    """The crates' dependencies with the version chosen for them; two of one name in one crate stay open."""
    chosen = _chosen(rows)
    return tuple(_resolved(row, chosen) for row in rows) if chosen else rows


def _chosen(rows: Rows) -> dict[tuple[str, str], set[str]]:
    """The versions chosen, by the manifest and the name of what it needs."""
    locks = {folder_of(row.path) for row in rows if file_of(row.path) == "Cargo.lock"}
    manifests: dict[tuple[str | None, str], str] = {}
    for row in rows:
        if isinstance(row, Publication) and row.ecosystem == "cargo":
            lock = _nearest(folder_of(row.path), locks)
            manifests.setdefault((lock, row.name), row.path)
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if isinstance(row, Definition) and row.group == CHOSEN:
            name, _, version = row.value.partition(" ")
            manifest = manifests.get((folder_of(row.path), row.name))
            if manifest is not None:
                found.setdefault((manifest, name), set()).add(version)
    return found


def _nearest(folder: str, locks: set[str]) -> str | None:
    return next((each for each in folders_up(folder) if each in locks), None)


def _resolved(row: Row, chosen: dict[tuple[str, str], set[str]]) -> Row:
    if not isinstance(row, Dependency) or row.ecosystem != "cargo" or row.local is not None:
        return row
    versions = chosen.get((row.path, row.name), set())
    if len(versions) != 1:
        return row
    return replace(row, resolved=next(iter(versions)), confidence=Confidence.RESOLVED)


LINKER = Linker(id="cargo-locks", doc=__doc__, link=link)
