"""Versions that lock files say: each dependency gets the one that was chosen for it, in every ecosystem.

The lock file that counts is the nearest one, in the manifest's folder or above, that speaks for that folder:
one that names its members (definitions of the group ``lock:member``) speaks for these alone, any other for
all folders below its own. Several files in one folder speak together.

In it, an entry for the same demand comes first, then one for the manifest's own folder, then one for the
lock file's folder, then the only version of that name. Where versions are left to choose from, none is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Confidence, Definition, Dependency, Locked, Row
from gitops_assets.core.dependencies.parsers.lock_members import MEMBER
from gitops_assets.core.dependencies.parsers.tree_path import folder_of, folders_up, path_below


@dataclass(slots=True)
class _Lock:
    folder: str
    speaks_for: frozenset[str]
    entries: dict[str, list[Locked]] = field(default_factory=dict)


def link(rows: Rows) -> Rows:
    """The rows with versions filled in; lock entries stay where they are."""
    locks = _Locks(rows)
    return tuple(locks.filled(row) for row in rows)


class _Locks:
    def __init__(self, rows: Rows) -> None:
        members: dict[str, set[str]] = {}
        for row in rows:
            if isinstance(row, Definition) and row.group == MEMBER:
                members.setdefault(row.path, set()).add(row.name)
        files: dict[tuple[str, str], _Lock] = {}
        for row in rows:
            if isinstance(row, Locked):
                speaks_for = frozenset(members.get(row.path, ()))
                lock = files.setdefault((row.ecosystem, row.path), _Lock(folder_of(row.path), speaks_for))
                lock.entries.setdefault(row.name, []).append(row)
        self._at: dict[tuple[str, str], list[_Lock]] = {}
        for (ecosystem, path), lock in files.items():
            self._at.setdefault((ecosystem, folder_of(path)), []).append(lock)
        self._nearest: dict[tuple[str, str], tuple[_Lock, ...]] = {}

    def filled(self, row: Row) -> Row:
        """The row with the version that the nearest lock file chose, where there is one."""
        if not isinstance(row, Dependency) or row.resolved is not None or row.local is not None:
            return row
        folder = folder_of(row.path)
        if (row.ecosystem, folder) not in self._nearest:
            self._nearest[row.ecosystem, folder] = self._find(row.ecosystem, folder)
        locks = self._nearest[row.ecosystem, folder]
        entries = [entry for lock in locks for entry in lock.entries.get(row.name, ())]
        holder = path_below(locks[0].folder, folder) if locks else None
        version = _chosen(row, entries, holder or "")
        return row if version is None else replace(row, resolved=version, confidence=Confidence.RESOLVED)

    def _find(self, ecosystem: str, folder: str) -> tuple[_Lock, ...]:
        for above in folders_up(folder):
            inside = path_below(above, folder)
            found = tuple(
                lock
                for lock in self._at.get((ecosystem, above), ())
                if not lock.speaks_for or inside in lock.speaks_for
            )
            if found:
                return found
        return ()


def _chosen(wanted: Dependency, entries: list[Locked], holder: str) -> str | None:
    answers = [each for each in entries if each.constraint and each.constraint == wanted.constraint]
    versions = (
        {each.version for each in found}
        for found in _narrowed(answers or entries, holder, answered=bool(answers))
    )
    return next((next(iter(each)) for each in versions if len(each) == 1), None)


def _narrowed(entries: list[Locked], holder: str, *, answered: bool) -> Iterator[list[Locked]]:
    if answered:
        yield entries
    yield [each for each in entries if each.holder == holder]
    yield [each for each in entries if not each.holder]
    yield entries


LINKER = Linker(id="locks", doc=__doc__, link=link)
