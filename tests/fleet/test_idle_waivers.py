"""Waivers that do nothing are told; those of which nobody can tell are not."""

from datetime import date, timedelta

import pytest

from gitops_assets.core.fleet.policy import Waiver
from gitops_assets.core.fleet.waivers import idle_waivers
from gitops_assets.core.gates.words import waiver_worded
from gitops_assets.core.model import Outcome
from gitops_assets.core.snapshot import Verdict

TODAY = date(2026, 11, 21)
LATER = TODAY + timedelta(days=30)
GATE = "commits-pushed"


def waiver(**fields: object) -> Waiver:
    known: dict[str, object] = {"gate": GATE, "repositories": "acme/*", "reason": "shown", "expires": LATER}
    return Waiver(**(known | fields))  # type: ignore[arg-type] # a fixture's keywords


def answered(outcome: Outcome, *granted: Waiver) -> dict[tuple[str, str], Verdict]:
    why = "; ".join(waiver_worded(each.reason, each.expires) for each in granted) or None
    return {("acme/api", GATE): Verdict(outcome=outcome, why=why, verified=1)}


def whys(
    *waivers: Waiver, verdicts: dict[tuple[str, str], Verdict], slugs: tuple[str, ...] = ("acme/api",)
) -> list[str]:
    return [each.why for each in idle_waivers(waivers, verdicts, slugs, TODAY)]


@pytest.mark.parametrize("outcome", [Outcome.EXEMPT, Outcome.FAIL])
def test_a_waiver_at_work_is_not_told(outcome: Outcome) -> None:
    assert whys(waiver(), verdicts=answered(outcome, waiver())) == []


def test_a_waiver_is_told_once_its_last_day_is_over() -> None:
    assert whys(waiver(expires=TODAY), verdicts=answered(Outcome.EXEMPT, waiver(expires=TODAY))) == []
    old = waiver(expires=TODAY - timedelta(days=1))
    assert whys(old, verdicts=answered(Outcome.FAIL)) == ["it expired on 2026-11-20"]


def test_a_pattern_that_covers_nothing_is_told() -> None:
    stray = waiver(repositories="acne/*")
    assert whys(stray, verdicts=answered(Outcome.FAIL)) == ["its pattern covers no repository of the fleet"]


@pytest.mark.parametrize("outcome", [Outcome.PASS, Outcome.FAIL, Outcome.SKIP])
def test_a_waiver_without_a_finding_to_excuse_is_told(outcome: Outcome) -> None:
    assert whys(waiver(), verdicts=answered(outcome)) == [
        "it excuses no finding of the repositories that it covers"
    ]


def test_a_waiver_of_a_gate_that_nobody_asks_is_told() -> None:
    assert len(whys(waiver(), verdicts={})) == 1


def test_while_an_answer_is_unknown_nobody_can_tell() -> None:
    assert whys(waiver(), verdicts=answered(Outcome.UNKNOWN)) == []


def test_a_subject_that_is_not_found_is_told_beside_a_waiver_that_is_at_work() -> None:
    works, typo = waiver(subject="main", reason="known"), waiver(subject="mian", reason="typo")
    told = idle_waivers([works, typo], answered(Outcome.EXEMPT, works), ["acme/api"], TODAY)
    assert [each.subject for each in told] == ["mian"]


def test_a_waiver_in_the_shadow_of_a_longer_one_is_not_called_idle() -> None:
    broad, narrow = waiver(expires=LATER + timedelta(days=9), reason="all"), waiver(subject="main")
    assert whys(broad, narrow, verdicts=answered(Outcome.EXEMPT, broad)) == []
