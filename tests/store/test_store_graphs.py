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
from resources.store.graphs import Found
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


def audited(
    store: Store,
    edges: list[Edge],
    conflicts: list[Conflict],
    root: str = "/src",
    origin: str | None = None,
) -> int:
    audit = begin(store, roots=(root,))
    store.dependencies.record_edges(audit, audit * 100, Found(edges, origin))
    store.dependencies.record_conflicts(audit, audit * 100, Found(conflicts, origin))
    return finish(store, audit)


def origins(store: Store, audit: int) -> tuple[str | None, str | None]:
    return store.dependencies.origin_of_edges(audit), store.dependencies.origin_of_conflicts(audit)


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


def test_what_follows_from_the_same_is_confirmed_unread(store: Store) -> None:
    first = audited(store, [EDGE], [CONFLICT], origin="same")
    second = audited(store, [], [], origin="same")
    for audit in (first, second):
        assert store.dependencies.edges(audit) == [EDGE]
        assert store.dependencies.conflicts(audit) == [CONFLICT]


def test_the_origin_is_that_of_the_rows_whatever_became_of_the_audit(store: Store) -> None:
    """As after a kill between recording and completing: the rows are another's, so is their origin."""
    audited(store, [EDGE], [CONFLICT], origin="first")
    killed = begin(store)
    store.dependencies.record_edges(killed, 200, Found([], "second"))
    third = begin(store)
    assert origins(store, third) == ("second", "first")
    store.dependencies.record_edges(third, 300, Found([EDGE], "first"))
    store.dependencies.record_conflicts(third, 300, Found([CONFLICT], "first"))
    assert store.dependencies.edges(third) == [EDGE]
    assert store.dependencies.conflicts(third) == [CONFLICT]


def test_rows_of_no_known_origin_have_none(store: Store) -> None:
    audited(store, [EDGE], [CONFLICT], origin="known")
    assert origins(store, audited(store, [EDGE], [CONFLICT])) == (None, None)


def test_one_fleets_origin_is_not_anothers(store: Store) -> None:
    audited(store, [EDGE], [CONFLICT], origin="of src")
    other = audited(store, [], [SKEW], root="/other", origin="of src")
    assert (store.dependencies.edges(other), store.dependencies.conflicts(other)) == ([], [SKEW])


def test_an_audit_that_a_later_one_overtook_leaves_no_origin(store: Store) -> None:
    early, late = begin(store), begin(store)
    store.dependencies.record_edges(late, 200, Found([EDGE], "late"))
    assert origins(store, early) == (None, None)
    store.dependencies.record_edges(early, 100, Found([replace(EDGE, line=9)], "early"))
    assert store.dependencies.origin_of_edges(late) is None
