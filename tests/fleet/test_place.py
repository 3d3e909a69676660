"""What is said of a repository that should be here and is not: nothing that is not so."""

import pytest

from gitops_assets.core.fleet.place import absent
from gitops_assets.core.model import Inventory, InventoryEntry, State

LISTED = (InventoryEntry(slug="acme/api", source="list"), InventoryEntry(slug="acme/api", source="forge"))


@pytest.mark.parametrize(
    ("inventory", "why"),
    [
        (Inventory(LISTED, configured=True), "the inventory (forge, list) lists it and no folder"),
        (Inventory(LISTED, configured=True, unknown="503"), "when the inventory could last be asked (503)"),
        (Inventory(configured=True), "the inventory lists it no more"),
        (Inventory(), "the inventory lists it no more"),
    ],
)
def test_why_a_repository_is_missing_is_what_is_known(inventory: Inventory, why: str) -> None:
    state = absent("acme/api", inventory)
    assert state.states == (State.MISSING,)
    assert why in (state.why or "")
