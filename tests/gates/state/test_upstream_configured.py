from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.state.upstream_configured import GATE
from gitops_assets.core.model import Outcome, Remote, State
from tests.gates.build import facts, only, passes, state, why


def test_a_branch_with_an_upstream_passes() -> None:
    assert passes(GATE, facts())


def test_a_branch_that_tracks_nothing_is_flagged() -> None:
    finding = only(GATE, facts(State.NO_UPSTREAM, upstream=None))
    assert finding.message == "'main' has no upstream."
    assert finding.remedy == "git -C /src/app push --set-upstream origin HEAD"
    assert finding.path == ".git/config"


def test_the_only_remote_is_taken_whatever_its_name() -> None:
    finding = only(GATE, facts(State.NO_UPSTREAM, remotes=(Remote("--exec=evil", "/mnt/app"),)))
    assert finding.remedy == "git -C /src/app push --set-upstream -- --exec=evil HEAD"


def test_without_any_remote_the_first_step_is_to_add_the_listed_one() -> None:
    finding = only(GATE, facts(State.NO_UPSTREAM, remotes=()))
    assert finding.message == "'main' has no upstream, and the repository has no remote."
    assert finding.remedy == "git -C /src/app remote add origin https://example.org/acme/app.git"


def test_without_any_inventory_the_url_is_left_open() -> None:
    seen = Facts(state(State.NO_UPSTREAM, remotes=()))
    assert only(GATE, seen).remedy == "git -C /src/app remote add origin URL"


def test_a_detached_head_needs_no_upstream() -> None:
    assert why(GATE, facts(State.DETACHED), Outcome.SKIP)
