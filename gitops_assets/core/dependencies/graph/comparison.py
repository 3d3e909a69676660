"""What changed between two lists of rows that have an identity and a version."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from gitops_assets.core.dependencies.graph.model import DependencyGraph, Edge
from gitops_assets.core.dependencies.model import Dependency, RepositoryDependencies

T = TypeVar("T", Dependency, Edge)


@dataclass(frozen=True, slots=True)
class Update(Generic[T]):
    """One row as it was and as it is, with another constraint or resolved version."""

    before: T
    after: T


@dataclass(frozen=True, slots=True)
class Difference(Generic[T]):
    """What came, what moved to another version, what went; each in the order of the graph or tree."""

    added: tuple[T, ...] = ()
    updated: tuple[Update[T], ...] = ()
    removed: tuple[T, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.updated or self.removed)


def difference(before: DependencyGraph, after: DependencyGraph) -> Difference[Edge]:
    """The edges that came, changed their constraint or version, and went.

    A line that moved, a level that rose or a target that went missing is no other edge.
    """
    return _compared(before.edges, after.edges, _edge_identity)


def dependency_changes(
    before: RepositoryDependencies, after: RepositoryDependencies
) -> Difference[Dependency]:
    """The dependencies of one repository that came, changed and went, by :attr:`Dependency.identity`."""
    return _compared(before.dependencies, after.dependencies, lambda row: row.identity)


def _edge_identity(edge: Edge) -> tuple[str, ...]:
    return edge.source, edge.target, edge.kind, edge.ecosystem, edge.name, edge.path, edge.scope


def _compared(before: Sequence[T], after: Sequence[T], key: Callable[[T], Hashable]) -> Difference[T]:
    """Rows of one identity are paired in order, after those whose version stayed the same were set aside."""
    old: dict[Hashable, list[T]] = _unmatched(before, after, key)
    new: dict[Hashable, list[T]] = _unmatched(after, before, key)
    added: list[T] = []
    removed: list[T] = []
    updated: list[Update[T]] = []
    for identity in dict.fromkeys((*old, *new)):
        was, now = old.get(identity, []), new.get(identity, [])
        updated += [Update(*pair) for pair in zip(was, now, strict=False)]
        removed += was[len(now) :]
        added += now[len(was) :]
    return Difference(tuple(added), tuple(updated), tuple(removed))


def _unmatched(
    rows: Iterable[T], others: Iterable[T], key: Callable[[T], Hashable]
) -> dict[Hashable, list[T]]:
    """The rows that have no partner of the same identity and version among the others."""
    there: dict[Hashable, int] = defaultdict(int)
    for each in others:
        there[key(each), each.constraint, each.resolved] += 1
    left: dict[Hashable, list[T]] = defaultdict(list)
    for each in rows:
        there[key(each), each.constraint, each.resolved] -= 1
        if there[key(each), each.constraint, each.resolved] < 0:
            left[key(each)].append(each)
    return left
