from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.state.repository_inventoried import GATE
from gitops_assets.core.model import Outcome, State
from tests.gates.build import facts, only, passes, state, why


def test_a_listed_repository_passes() -> None:
    assert passes(GATE, facts())


def test_an_unlisted_one_is_flagged_and_the_remedy_prints_the_url_to_list() -> None:
    finding = only(GATE, facts(State.EXTRA))
    assert finding.message == "The inventory does not list 'acme/app'."
    assert finding.remedy == "git -C /src/app remote --verbose"


def test_even_an_unreadable_repository_can_be_unlisted() -> None:
    assert only(GATE, facts(State.UNREADABLE, State.EXTRA)).path == ".git/config"


def test_while_the_inventory_cannot_be_asked_the_answer_is_unknown() -> None:
    blind = Facts(state(), inventory_configured=True, inventory_unknown="rate limit")
    assert why(GATE, blind, Outcome.UNKNOWN) == "the inventory is unknown: rate limit"


def test_without_an_inventory_every_repository_is_welcome() -> None:
    assert why(GATE, Facts(state()), Outcome.SKIP) == "no inventory is configured"
