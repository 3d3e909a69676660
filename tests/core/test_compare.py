from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.changes import Kind, change_order, compare
from gitops_assets.core.gates import GATES
from gitops_assets.core.model import (
    Cause,
    Change,
    FindingRecord,
    FindingStatus,
    Inventory,
    InventoryEntry,
    Outcome,
    RepositoryState,
    Severity,
    State,
)
from gitops_assets.core.snapshot import AuditInputs, Snapshot, Verdict
from tests.core.fleet_snapshots import LISTED, NEW_POLICY, NEW_RULES, NEW_TOOL, found, said, snapshot
from tests.gates.build import state

BLIND = replace(LISTED, unknown="403")
OTHER = "acme/lib"


def told(before: Snapshot, after: Snapshot) -> list[tuple[str, str, Cause]]:
    return [(change.kind, change.subject, change.cause) for change in compare(before, after)]


def states(*held: State, **fields: object) -> Snapshot:
    return snapshot(state(*held, **fields))


def test_the_first_audit_has_nothing_to_be_compared_with() -> None:
    assert compare(None, states(State.DIRTY)) == ()
    assert compare(replace(snapshot(), audit=0), states(State.DIRTY)) == ()


def test_a_commit_is_told_with_both_hashes() -> None:
    before, after = states(head="a" * 40), states(head="b" * 40)
    assert compare(before, after) == (
        Change(
            slug="acme/app",
            kind="head-moved",
            subject="HEAD",
            before="a" * 10,
            after="b" * 10,
            cause=Cause.CODE,
        ),
    )


def test_the_first_commit_comes_from_nothing() -> None:
    moved, lost = compare(states(State.UNBORN, head=None), states())
    assert (moved.kind, moved.before, moved.after) == ("head-moved", None, "0123456789")
    assert (lost.kind, lost.subject) == ("state-lost", "unborn")


def test_a_switched_branch_is_told_before_the_commit_it_brings() -> None:
    before, after = states(), states(branch="fix", head="b" * 40)
    assert told(before, after) == [
        ("branch-switched", "branch", Cause.CODE),
        ("head-moved", "HEAD", Cause.CODE),
    ]


def test_work_that_begins_is_one_line_and_not_three() -> None:
    after = states(State.DIRTY, State.UNSTAGED, State.UNTRACKED, unstaged=1, untracked=1)
    assert told(states(), after) == [("state-gained", "dirty", Cause.CODE)]


def test_becoming_clean_is_told_as_what_ended() -> None:
    before = states(State.DIRTY, State.STAGED, staged=1)
    assert told(before, states()) == [("state-lost", "dirty", Cause.CODE)]


def test_a_change_within_dirty_names_its_part() -> None:
    before = states(State.DIRTY, State.UNSTAGED, unstaged=1)
    after = states(State.DIRTY, State.UNSTAGED, State.STAGED, unstaged=1, staged=1)
    assert told(before, after) == [("state-gained", "staged", Cause.CODE)]


def test_diverging_says_it_all() -> None:
    before = states(State.BEHIND, behind=1)
    after = states(State.DIVERGED, State.AHEAD, State.BEHIND, ahead=1, behind=1)
    assert told(before, after) == [("state-gained", "diverged", Cause.CODE)]


def test_several_states_are_told_one_by_one_in_a_fixed_order() -> None:
    before, after = states(State.STASHED, stashes=1), states(State.MERGING, State.CONFLICTED, State.LOCKED)
    assert told(before, after) == [
        ("state-gained", "conflicted", Cause.CODE),
        ("state-gained", "locked", Cause.CODE),
        ("state-gained", "merging", Cause.CODE),
        ("state-lost", "stashed", Cause.CODE),
    ]


def test_a_repository_that_appears_is_told_with_its_states() -> None:
    (change,) = compare(snapshot(), states(State.AHEAD))
    assert (change.kind, change.before, change.after) == ("repository-added", None, "ahead")
    assert change.cause is Cause.CODE


def test_a_repository_that_disappears_takes_its_findings_with_it() -> None:
    before = snapshot(state(State.DIRTY), findings=[found()])
    assert told(before, snapshot()) == [
        ("repository-removed", "repository", Cause.CODE),
        ("finding-fixed", "work-committed", Cause.CODE),
    ]


def test_a_newly_listed_repository_that_is_not_here_is_the_inventorys_doing() -> None:
    before = snapshot(inventory=Inventory(configured=True))
    after = snapshot(state(State.MISSING), findings=[found("repository-present")])
    assert told(before, after) == [
        ("repository-added", "repository", Cause.POLICY),
        ("finding-new", "repository-present", Cause.POLICY),
    ]


def test_a_repository_that_vanished_from_disk_is_missing_and_nothing_else() -> None:
    before, after = states(State.AHEAD, ahead=1), snapshot(state(State.MISSING, branch=None, head=None))
    assert told(before, after) == [("repository-missing", "repository", Cause.CODE)]


def test_a_missing_repository_that_was_cloned_is_found() -> None:
    assert told(states(State.MISSING, head=None), states()) == [
        ("repository-found", "repository", Cause.CODE)
    ]


def test_what_became_unreadable_did_not_change_otherwise() -> None:
    before = states(State.AHEAD, State.DIRTY, ahead=1)
    after = states(State.UNREADABLE, branch=None, head=None, ahead=None)
    assert told(before, after) == [("state-gained", "unreadable", Cause.ACCESS)]
    assert told(after, before) == [("state-lost", "unreadable", Cause.ACCESS)]


def test_answers_that_went_unknown_for_one_reason_are_one_change() -> None:
    before = snapshot(state(), verdicts={"a-b": said(Outcome.PASS), "c-d": said(Outcome.FAIL)})
    lost = said(Outcome.UNKNOWN, "the repository cannot be read: I/O error")
    after = snapshot(state(State.UNREADABLE), verdicts={"a-b": lost, "c-d": lost})
    assert told(before, after)[-1] == ("verdict-unknown", "2 gates", Cause.ACCESS)
    assert compare(before, after)[-1].after == "the repository cannot be read: I/O error"
    assert told(after, before)[-1] == ("verdict-known-again", "2 gates", Cause.ACCESS)


def test_a_gate_that_newly_crashes_is_the_rules_doing() -> None:
    before = snapshot(state(), verdicts={"a-b": said(Outcome.PASS)})
    crash = {"a-b": said(Outcome.UNKNOWN, "KeyError: 'x'")}
    after = snapshot(state(), verdicts=crash, inputs=NEW_RULES)
    assert told(before, after) == [("verdict-unknown", "a-b", Cause.RULE)]


def test_an_inventory_that_cannot_be_asked_is_one_change_for_the_whole_fleet() -> None:
    gone = said(Outcome.UNKNOWN, "the inventory is unknown: 403")
    before = snapshot(
        state(State.EXTRA), state(State.MISSING, slug=OTHER), verdicts={"a-b": said(Outcome.FAIL)}
    )
    after = snapshot(state(), verdicts={"a-b": gone}, inventory=BLIND)
    expected = Change(
        slug="", kind="inventory-unknown", subject="inventory", before=None, after="403", cause=Cause.ACCESS
    )
    assert compare(before, after) == (expected,)
    assert told(after, before) == [("inventory-known-again", "inventory", Cause.ACCESS)]


@pytest.mark.parametrize(
    ("status", "kind"), [(FindingStatus.NEW, "finding-new"), (FindingStatus.REOPENED, "finding-reopened")]
)
def test_a_finding_that_opens_is_told_with_its_message(status: FindingStatus, kind: str) -> None:
    after = snapshot(state(State.AHEAD), findings=[found("commits-pushed", status=status)])
    (change,) = [c for c in compare(snapshot(state()), after) if c.kind.startswith("finding")]
    assert (change.kind, change.after) == (kind, "Something about commits-pushed.")


def test_the_same_finding_with_other_counts_is_no_change() -> None:
    before = snapshot(state(), findings=[found(message="3 commits.")])
    assert compare(before, snapshot(state(), findings=[found(message="4 commits.")])) == ()


def test_a_severity_that_the_policy_raised_is_worse_because_of_the_policy() -> None:
    mild, grave = [found(severity=Severity.LOW)], [found(severity=Severity.HIGH)]
    before, after = snapshot(state(), findings=mild), snapshot(state(), findings=grave, inputs=NEW_POLICY)
    assert told(before, after) == [("finding-worse", "work-committed", Cause.POLICY)]
    assert told(after, before) == [("finding-better", "work-committed", Cause.POLICY)]
    assert (compare(before, after)[0].before, compare(before, after)[0].after) == ("low", "high")


def test_a_listing_that_moved_explains_extra_and_mismatched() -> None:
    before, after = snapshot(state()), snapshot(state(State.MISMATCHED), inventory=Inventory(configured=True))
    assert told(before, after) == [("state-gained", "mismatched", Cause.POLICY)]


def test_an_old_fetch_is_only_time() -> None:
    assert told(states(), states(State.STALE)) == [("state-gained", "stale", Cause.TIME)]


def test_a_fetch_ends_staleness_and_is_no_matter_of_time() -> None:
    assert told(states(State.STALE, fetched=1), states(fetched=2)) == [("state-lost", "stale", Cause.CODE)]


def test_a_state_that_only_another_version_of_the_tool_sees_is_the_tools_doing() -> None:
    after = snapshot(state(State.PARTIAL), inputs=NEW_TOOL)
    assert told(states(), after) == [("state-gained", "partial", Cause.TOOL)]


def test_a_commit_that_comes_with_a_new_version_of_the_tool_is_code() -> None:
    after = snapshot(state(State.AHEAD, head="b" * 40, ahead=1), inputs=NEW_TOOL)
    assert {change.cause for change in compare(states(), after)} == {Cause.CODE}


NAMES = st.sampled_from(["acme/app", OTHER, "acme/web"])
REPOSITORIES = st.builds(
    RepositoryState,
    slug=st.just("x"),
    path=st.just("/src/x"),
    states=st.lists(st.sampled_from(State), unique=True).map(tuple),
    branch=st.sampled_from([None, "main", "fix"]),
    head=st.sampled_from([None, "a" * 40, "b" * 40]),
    fetched=st.sampled_from([None, 1, 2]),
)
FINDINGS = st.builds(
    found,
    gate=st.sampled_from([*GATES.ids, "somebodys-own"]),
    slug=NAMES,
    severity=st.sampled_from(Severity),
    status=st.sampled_from([FindingStatus.NEW, FindingStatus.EXISTING, FindingStatus.REOPENED]),
)
VERDICTS = st.builds(
    Verdict,
    outcome=st.sampled_from(Outcome),
    why=st.sampled_from([None, "because", "the inventory is unknown: 403"]),
    verified=st.just(1),
)
INVENTORIES = st.builds(
    Inventory,
    st.lists(st.builds(InventoryEntry, slug=NAMES), max_size=2).map(tuple),
    configured=st.booleans(),
    unknown=st.sampled_from([None, "403"]),
)


def keyed(findings: list[FindingRecord]) -> dict[str, FindingRecord]:
    return {finding.fingerprint: finding for finding in findings}


def with_slugs(fleet: dict[str, RepositoryState]) -> dict[str, RepositoryState]:
    return {slug: replace(one, slug=slug) for slug, one in fleet.items()}


VERSIONS = st.sampled_from(["1", "2"])
SNAPSHOTS = st.builds(
    Snapshot,
    audit=st.just(1),
    inputs=st.builds(AuditInputs, tool_version=VERSIONS, rule_version=VERSIONS, policy_digest=VERSIONS),
    states=st.dictionaries(NAMES, REPOSITORIES).map(with_slugs),
    findings=st.lists(FINDINGS, max_size=8).map(keyed),
    verdicts=st.dictionaries(st.tuples(NAMES, st.sampled_from(GATES.ids)), VERDICTS, max_size=8),
    inventory=INVENTORIES,
)


@settings(deadline=None)
@given(SNAPSHOTS)
def test_an_audit_does_not_differ_from_itself(one: Snapshot) -> None:
    assert compare(one, one) == ()


@settings(deadline=None)
@given(SNAPSHOTS, SNAPSHOTS)
def test_every_difference_of_open_findings_is_told_exactly_once(before: Snapshot, after: Snapshot) -> None:
    opened = [after.findings[key] for key in after.findings.keys() - before.findings.keys()]
    closed = [before.findings[key] for key in before.findings.keys() - after.findings.keys()]
    both = before.findings.keys() & after.findings.keys()
    moved = [key for key in both if before.findings[key].severity is not after.findings[key].severity]
    changes = [change for change in compare(before, after) if change.kind.startswith("finding-")]
    kinds = {
        "finding-new": "opened",
        "finding-reopened": "opened",
        "finding-fixed": "closed",
        "finding-waived": "closed",
    }
    expected = Counter(
        [("opened", one.slug, one.gate) for one in opened]
        + [("closed", one.slug, one.gate) for one in closed]
        + [("moved", after.findings[key].slug, after.findings[key].gate) for key in moved]
    )
    assert Counter((kinds.get(c.kind, "moved"), c.slug, c.subject) for c in changes) == expected


@settings(deadline=None)
@given(SNAPSHOTS, SNAPSHOTS)
def test_changes_come_in_one_order_and_are_all_of_a_known_kind(before: Snapshot, after: Snapshot) -> None:
    changes = compare(before, after)
    assert list(changes) == sorted(changes, key=change_order)
    assert {change.kind for change in changes} <= set(Kind)
    assert len(set(changes)) == len(changes)


@settings(deadline=None)
@given(SNAPSHOTS, SNAPSHOTS)
def test_the_way_back_undoes_what_was_told(before: Snapshot, after: Snapshot) -> None:
    forth = [
        change for change in compare(before, after) if not change.kind.startswith(("finding", "verdict"))
    ]
    back = [change for change in compare(after, before) if not change.kind.startswith(("finding", "verdict"))]
    turned = Counter((change.slug, change.subject, change.after, change.before) for change in back)
    assert Counter((change.slug, change.subject, change.before, change.after) for change in forth) == turned
