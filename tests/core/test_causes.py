"""Why a finding opened or closed: one test for each sentence that a user may read."""

from dataclasses import replace

import pytest

from gitops_assets.core.changes import compare
from gitops_assets.core.model import Cause, Inventory, Outcome, RepositoryState, State
from gitops_assets.core.snapshot import AuditInputs, Snapshot, Verdict
from tests.core.fleet_snapshots import INPUTS, NEW_POLICY, NEW_RULES, NEW_TOOL, Answers, found, said, snapshot
from tests.gates.build import state

PASS, FAIL = said(Outcome.PASS), said(Outcome.FAIL)
GATE = "work-committed"


def without(one: RepositoryState, answer: Verdict | None = PASS, inputs: AuditInputs = INPUTS) -> Snapshot:
    return snapshot(one, verdicts=_answers(answer), inputs=inputs)


def having(
    one: RepositoryState, answer: Verdict = FAIL, *, gate: str = GATE, inputs: AuditInputs = INPUTS
) -> Snapshot:
    return snapshot(one, verdicts={gate: answer}, findings=[found(gate)], inputs=inputs)


def _answers(answer: Verdict | None) -> Answers:
    return {GATE: answer} if answer is not None else {}


def cause(before: Snapshot, after: Snapshot) -> Cause:
    (change,) = [change for change in compare(before, after) if change.kind.startswith("finding")]
    return change.cause


CHANGED = state(State.DIRTY, staged=1)


def test_a_work_tree_that_changed_is_code() -> None:
    assert cause(without(state()), having(CHANGED)) is Cause.CODE


def test_a_commit_is_code_even_when_the_policy_moved_too() -> None:
    assert cause(having(CHANGED), without(state(), inputs=NEW_POLICY)) is Cause.CODE


def test_a_policy_that_moved_over_an_unchanged_repository_is_policy() -> None:
    assert cause(without(state()), having(state(), inputs=NEW_POLICY)) is Cause.POLICY


def test_a_rule_that_moved_over_an_unchanged_repository_is_rule() -> None:
    assert (
        cause(without(state()), having(state(), inputs=replace(NEW_RULES, tool_version="0.2.0")))
        is Cause.RULE
    )


def test_a_tool_that_moved_alone_is_tool() -> None:
    assert cause(without(state()), having(state(), inputs=NEW_TOOL)) is Cause.TOOL


def test_a_gate_that_was_switched_on_is_policy_whatever_the_repository_did() -> None:
    assert cause(without(state(), None), having(CHANGED, inputs=NEW_POLICY)) is Cause.POLICY


def test_a_gate_that_came_with_a_new_version_is_rule_whatever_the_repository_did() -> None:
    assert cause(without(state(), None), having(CHANGED, inputs=NEW_RULES)) is Cause.RULE


def test_a_gate_that_was_switched_off_closes_by_policy() -> None:
    assert cause(having(CHANGED), without(state(), None, inputs=NEW_POLICY)) is Cause.POLICY


def test_a_new_waiver_is_policy() -> None:
    exempt = said(Outcome.EXEMPT, "1 finding waived: legacy (until 2026-12-31)")
    assert cause(having(CHANGED), without(CHANGED, exempt, inputs=NEW_POLICY)) is Cause.POLICY


def kinds(before: Snapshot, after: Snapshot) -> list[str]:
    return [change.kind for change in compare(before, after) if change.kind.startswith("finding")]


@pytest.mark.parametrize("outcome", [Outcome.EXEMPT, Outcome.FAIL])
def test_a_finding_that_a_new_waiver_closed_is_waived_and_not_fixed(outcome: Outcome) -> None:
    waived = said(outcome, "1 finding waived: legacy (until 2026-12-31)")
    assert kinds(having(CHANGED), without(CHANGED, waived, inputs=NEW_POLICY)) == ["finding-waived"]


def test_a_finding_that_was_fixed_beside_one_that_is_waived_is_fixed() -> None:
    waived = "1 finding waived: legacy (until 2026-12-31)"
    before = having(CHANGED, said(Outcome.FAIL, waived))
    assert kinds(before, without(state(), said(Outcome.EXEMPT, waived))) == ["finding-fixed"]


def test_a_waiver_that_ran_out_is_time() -> None:
    exempt = said(Outcome.EXEMPT, "1 finding waived: legacy (until 2026-09-20)")
    assert cause(without(CHANGED, exempt), having(CHANGED)) is Cause.TIME


def test_one_waiver_of_several_that_ran_out_is_time() -> None:
    partly = said(Outcome.FAIL, "1 finding waived: legacy (until 2026-09-20)")
    assert cause(without(CHANGED, partly), having(CHANGED)) is Cause.TIME


@pytest.mark.parametrize("blocked", [State.UNREADABLE, State.UNSAFE_OWNERSHIP])
def test_a_repository_that_cannot_be_seen_any_more_is_access(blocked: State) -> None:
    assert cause(without(state()), having(state(blocked), gate="repository-readable")) is Cause.ACCESS


def test_an_answer_that_is_known_again_is_access() -> None:
    blind = said(Outcome.UNKNOWN, "git did not say")
    assert cause(without(state(), blind), having(state())) is Cause.ACCESS


@pytest.mark.parametrize("gate", ["fetch-recent", "branches-recent"])
def test_an_age_that_was_crossed_is_time_even_where_work_went_on(gate: str) -> None:
    assert cause(snapshot(state()), having(CHANGED, gate=gate)) is Cause.TIME


def test_a_threshold_that_was_lowered_is_policy() -> None:
    after = having(state(State.STALE), gate="fetch-recent", inputs=NEW_POLICY)
    assert cause(snapshot(state()), after) is Cause.POLICY


def test_a_fetch_closes_by_code() -> None:
    before = having(state(State.STALE, fetched=1), gate="fetch-recent")
    assert cause(before, snapshot(state(fetched=2))) is Cause.CODE


def test_an_inventory_that_lists_another_url_is_policy() -> None:
    before = snapshot(state(), inventory=Inventory(configured=True))
    after = having(state(State.MISMATCHED), gate="remote-matches-inventory")
    assert cause(before, after) is Cause.POLICY


def test_a_remote_that_was_moved_is_code() -> None:
    after = having(state(State.MISMATCHED, remotes=()), gate="remote-matches-inventory")
    assert cause(snapshot(state()), after) is Cause.CODE


def test_a_conflict_that_others_brought_is_dependency() -> None:
    gate = "versions-compatible"
    assert cause(snapshot(state()), having(state(), gate=gate)) is Cause.DEPENDENCY
    assert cause(snapshot(state()), having(CHANGED, gate=gate)) is Cause.CODE
    assert cause(snapshot(state()), having(state(), gate=gate, inputs=NEW_POLICY)) is Cause.POLICY


def test_a_difference_that_nothing_explains_is_the_repositorys_own() -> None:
    assert cause(without(state()), having(state())) is Cause.CODE


def test_a_template_that_moved_over_an_unchanged_repository_is_template() -> None:
    behind = "template-current"
    answered = snapshot(state(), verdicts={behind: PASS})
    assert cause(answered, having(state(), gate=behind)) is Cause.TEMPLATE
    assert cause(answered, having(state(), gate=behind, inputs=NEW_POLICY)) is Cause.POLICY
