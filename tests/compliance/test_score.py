from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.compliance.attribution import attributed
from gitops_assets.core.compliance.score import WEIGHTS, Answer, Level, Score, fleet_score, score_of
from gitops_assets.core.compliance.sheets import score_changes
from gitops_assets.core.model import Cause, Outcome, Severity

PASS, FAIL, SKIP, UNKNOWN, EXEMPT = (
    Outcome.PASS,
    Outcome.FAIL,
    Outcome.SKIP,
    Outcome.UNKNOWN,
    Outcome.EXEMPT,
)


def answer(outcome: Outcome, severity: Severity = Severity.MEDIUM) -> Answer:
    return Answer(outcome, WEIGHTS[severity], severity if outcome is FAIL else None)


answers = st.builds(answer, st.sampled_from(Outcome), st.sampled_from(Severity))
sheets = st.dictionaries(st.sampled_from("abcdefgh"), answers)


def test_a_score_is_the_weight_of_what_passes_over_what_is_known() -> None:
    scored = score_of([answer(PASS), answer(PASS), answer(PASS, Severity.LOW), answer(FAIL, Severity.LOW)])
    assert scored.value == pytest.approx(100 * 12.5 / 15)
    assert scored.level is Level.B


def test_what_is_skipped_waived_or_unknown_counts_on_neither_side() -> None:
    plain = score_of([answer(PASS), answer(FAIL)])
    more = score_of([answer(PASS), answer(FAIL), answer(SKIP), answer(EXEMPT), answer(UNKNOWN)])
    assert more.value == plain.value == 50
    assert plain.coverage == 1
    assert more.coverage == pytest.approx(2 / 3)


def test_nothing_known_is_no_score() -> None:
    assert score_of([answer(UNKNOWN)]) == Score(None, 0)
    assert score_of([answer(SKIP)]) == Score(None, 1)
    assert score_of([]).level is None


@pytest.mark.parametrize(
    ("severity", "most"), [(Severity.CRITICAL, 49), (Severity.HIGH, 74), (Severity.MEDIUM, 95.2)]
)
def test_one_bad_finding_caps_the_score(severity: Severity, most: float) -> None:
    many = [answer(PASS, Severity.CRITICAL) for _ in range(10)]
    assert score_of([*many, answer(FAIL, severity)]).value == pytest.approx(most, abs=0.1)


@given(sheets, st.sampled_from([PASS, SKIP, EXEMPT, UNKNOWN]))
def test_mending_a_finding_never_lowers_a_score(sheet: dict[str, Answer], mended: Outcome) -> None:
    for gate, held in sheet.items():
        if held.outcome is FAIL:
            after = score_of({**sheet, gate: Answer(mended, held.weight)}.values()).value
            before = score_of(sheet.values()).value
            assert after is None or before is None or after >= before - 1e-9


@given(sheets, st.sampled_from("abcdefgh"), st.sampled_from(Severity))
def test_what_becomes_unknown_changes_the_score_only_as_if_it_was_not_asked(
    sheet: dict[str, Answer], gate: str, severity: Severity
) -> None:
    without = {name: held for name, held in sheet.items() if name != gate}
    assert (
        score_of({**without, gate: answer(UNKNOWN, severity)}.values()).value
        == score_of(without.values()).value
    )


@given(sheets, sheets)
def test_the_parts_of_a_move_add_up(before: dict[str, Answer], after: dict[str, Answer]) -> None:
    parts = attributed(before, after, lambda _gate: Cause.CODE)
    moved = (score_of(after.values()).value or 0) - (score_of(before.values()).value or 0)
    assert sum(part.points for part in parts) == pytest.approx(moved)


@given(sheets, sheets, st.randoms(use_true_random=False))
def test_between_two_causes_stands_a_score_that_could_be(
    before: dict[str, Answer], after: dict[str, Answer], random: Random
) -> None:
    causes = {gate: random.choice(list(Cause)) for gate in before.keys() | after.keys()}
    moves = list(score_changes({"api": before}, {"api": after}, lambda _slug, gate: causes[gate]))
    told = [float(each) for move in moves for each in (move.before or "", move.after or "")]
    assert all(0 <= each <= 100 for each in told)
    assert [move.after for move in moves[:-1]] == [move.before for move in moves[1:]]
    assert "-0.0" not in {move.after for move in moves}


def test_a_part_names_the_gate_its_answers_and_the_cause() -> None:
    (part,) = attributed(
        {"a": answer(PASS), "b": answer(FAIL)}, {"a": answer(PASS), "b": answer(PASS)}, cause
    )
    assert (part.gate, part.before, part.after, part.points, part.cause) == ("b", FAIL, PASS, 50, Cause.RULE)


def cause(gate: str) -> Cause:
    return Cause.RULE if gate == "b" else Cause.CODE


def test_a_fleet_is_the_weighed_mean_of_its_repositories() -> None:
    scored = fleet_score([(Score(100, 1), 3), (Score(50, 0.5), 1), (Score(None, 0), 1)])
    assert scored.value == pytest.approx(87.5)
    assert scored.coverage == pytest.approx(3.5 / 5)
    assert fleet_score([]) == Score(None, 1)
