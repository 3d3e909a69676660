from dataclasses import replace

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.state.repository_present import GATE
from gitops_assets.core.model import InventoryEntry, Outcome, State
from tests.gates.build import LISTED, facts, only, passes, state, why

ABSENT = state(State.MISSING, path=None)


def test_a_listed_repository_that_is_here_passes() -> None:
    assert passes(GATE, facts())


def test_a_missing_one_is_flagged_with_the_command_that_clones_it() -> None:
    finding = only(GATE, facts(State.MISSING, path=None))
    assert finding.message == "The inventory 'fleet.yaml' lists 'acme/app', but it is not here."
    assert finding.remedy == "git clone https://example.org/acme/app.git acme/app"


def test_the_remedy_never_shows_a_password() -> None:
    listed = InventoryEntry(slug="acme/app", url="https://ci:secret@example.org/acme/app.git")
    finding = only(GATE, Facts(ABSENT, listed=listed, inventory_configured=True))
    assert finding.remedy == "git clone https://example.org/acme/app.git acme/app"
    assert finding.message == "The inventory lists 'acme/app', but it is not here."


def test_an_entry_without_a_url_is_told_in_words() -> None:
    listed = InventoryEntry(slug="acme/app")
    finding = only(GATE, Facts(ABSENT, listed=listed, inventory_configured=True))
    assert finding.remedy == "Add its url to the inventory, then git clone it below one of the roots."


def test_a_repository_that_went_away_during_the_audit_is_flagged_without_any_inventory() -> None:
    gone = replace(ABSENT, why="it is gone now")
    assert only(GATE, Facts(gone)).message == "'acme/app' is not here: 'it is gone now'."


def test_while_the_inventory_cannot_be_asked_nothing_is_missing() -> None:
    blind = Facts(ABSENT, listed=LISTED, inventory_configured=True, inventory_unknown="403")
    assert why(GATE, blind, Outcome.UNKNOWN) == "the inventory is unknown: 403"


def test_what_went_away_under_our_eyes_is_missing_whatever_the_inventory_says() -> None:
    gone = Facts(state(State.MISSING), inventory_configured=True, inventory_unknown="403")
    assert only(GATE, gone).message == "'acme/app' is not here: 'no reason was given'."


def test_without_an_inventory_the_question_makes_no_sense() -> None:
    assert why(GATE, Facts(state()), Outcome.SKIP) == "no inventory is configured"
