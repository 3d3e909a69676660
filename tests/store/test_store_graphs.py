from dataclasses import replace

from gitops_assets.core.dependencies.graph.model import (
    Conflict,
    ConflictKind,
    Edge,
    Level,
    Proposal,
    VersionClaim,
)
from gitops_assets.core.dependencies.model import Confidence, Kind, Scope
from resources.store.store import Store
from tests.store.audited import begin, finish

EDGE = Edge(
    source="a/one",
    target="b/two",
    kind=Kind.PACKAGE,
    ecosystem="npm",
    name="two",
    path="package.json",
    line=7,
    scope=Scope.RUNTIME,
    constraint="^1.0",
    resolved=None,
    confidence=Confidence.DECLARED,
    level=Level.HIGH,
    last_validated=0,
)
CLAIM = VersionClaim(slug="a/one", path="package.json", line=7, constraint="^1", resolved="1.2")
CONFLICT = Conflict(
    name="left-pad",
    ecosystem="npm",
    kind=ConflictKind.CONFLICT,
    claims=(CLAIM, replace(CLAIM, slug="b/two", constraint="^2")),
    why="no version satisfies both",
    proposal=Proposal("2.0", (CLAIM,)),
    breaks=("c/three",),
)
SKEW = replace(CONFLICT, kind=ConflictKind.SKEW, proposal=None)


def audited(store: Store, edges: list[Edge], conflicts: list[Conflict], root: str = "/src") -> int:
    audit = begin(store, roots=(root,))
    store.dependencies.record_edges(audit, audit * 100, edges)
    store.dependencies.record_conflicts(audit, audit * 100, conflicts)
    return finish(store, audit)


def test_edges_and_conflicts_come_back_as_they_were_found(store: Store) -> None:
    audit = audited(store, [EDGE, replace(EDGE, line=9)], [SKEW, CONFLICT])
    assert sorted(each.line for each in store.dependencies.edges(audit)) == [7, 9]
    assert store.dependencies.edges(audit)[0] == EDGE
    assert store.dependencies.conflicts(audit) == [CONFLICT, SKEW]


def test_what_is_found_no_more_stays_answerable_and_another_fleet_is_left_alone(store: Store) -> None:
    first = audited(store, [EDGE], [CONFLICT])
    other = audited(store, [EDGE], [CONFLICT], root="/other")
    second = audited(store, [], [])
    assert (store.dependencies.edges(second), store.dependencies.conflicts(second)) == ([], [])
    assert store.dependencies.edges(first) == [EDGE]
    assert store.dependencies.conflicts(other) == [CONFLICT]
