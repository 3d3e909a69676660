from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.compliance.gains import gains_of
from gitops_assets.core.compliance.score import WEIGHTS, Answer, score_of
from gitops_assets.core.model import Outcome, Severity

ANSWERS = st.builds(
    lambda outcome, severity: Answer(outcome, WEIGHTS[severity], severity),
    st.sampled_from(Outcome),
    st.sampled_from(Severity),
)
SHEETS = st.dictionaries(st.text(max_size=3), ANSWERS, max_size=6)


@given(SHEETS)
def test_passing_the_only_failed_gate_gains_what_the_score_then_rises_by(sheet: dict[str, Answer]) -> None:
    failed = [gate for gate, answer in sheet.items() if answer.outcome is Outcome.FAIL]
    for gate in failed[1:]:
        del sheet[gate]
    for gate, gain in gains_of(sheet).items():
        now = score_of(sheet.values()).value or 0.0
        mended = {**sheet, gate: Answer(Outcome.PASS, sheet[gate].weight)}
        assert abs((score_of(mended.values()).value or 0.0) - now - gain) < 1e-9


@given(SHEETS)
def test_only_what_fails_gains_and_never_less_than_nothing(sheet: dict[str, Answer]) -> None:
    gained = gains_of(sheet)
    assert all(sheet[gate].outcome is Outcome.FAIL for gate in gained)
    assert all(gain >= -1e-9 for gain in gained.values())


def test_two_caps_do_not_hide_each_other() -> None:
    high = Answer(Outcome.FAIL, WEIGHTS[Severity.HIGH], Severity.HIGH)
    fine = Answer(Outcome.PASS, 85.0)
    assert gains_of({"a": high, "b": high, "c": fine}) == {"a": 18.5, "b": 18.5}
