from gitops_assets.core.gates.state.fetch_recent import GATE
from gitops_assets.core.model import Outcome, State
from tests.gates.build import AT, facts, only, passes, why


def test_a_recent_fetch_passes() -> None:
    assert passes(GATE, facts())


def test_an_old_fetch_is_flagged_with_its_day() -> None:
    finding = only(GATE, facts(State.STALE, fetched=AT - 9 * 86_400))
    assert finding.message == ("The last fetch was on '2026-09-12'; ahead and behind are no newer than that.")
    assert (finding.remedy, finding.path) == ("git -C /src/app fetch --all", ".git/config")


def test_a_remote_that_was_never_asked_is_flagged_too() -> None:
    assert only(GATE, facts(State.STALE, fetched=None)).message.startswith("The remote was never fetched;")


def test_without_a_remote_there_is_nothing_to_fetch() -> None:
    assert why(GATE, facts(remotes=()), Outcome.SKIP) == "there is no remote to fetch from"


def test_an_age_that_is_not_recorded_is_unknown() -> None:
    assert why(GATE, facts(fetched=None), Outcome.UNKNOWN)
