"""A repository's place in the fleet: what the inventory and the policy say of it, added to what git says."""

from collections.abc import Iterable
from dataclasses import replace

from gitops_assets.core.fleet.match import Found, Match, match
from gitops_assets.core.fleet.policy import Policy
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.model import Inventory, InventoryEntry, RepositoryState, State
from gitops_assets.core.remote_url import same_repository


def absent(slug: str, inventory: Inventory) -> RepositoryState:
    """A repository that should be here and is not; still so while the inventory cannot be asked."""
    listing = [entry for entry in inventory.entries if entry.slug == slug]
    if inventory.unknown is not None:
        why = f"it was missing when the inventory could last be asked ({inventory.unknown})"
    elif listing:
        sources = sorted({entry.source for entry in listing if entry.source})
        named = f" ({', '.join(sources)})" if sources else ""
        why = f"the inventory{named} lists it and no folder below the roots holds it"
    else:
        why = "it was missing at the last audit and the inventory lists it no more; the next audit lets it go"
    return RepositoryState(slug=slug, path=None, states=(State.MISSING,), why=why)


def placed(states: Iterable[RepositoryState], inventory: Inventory, policy: Policy) -> list[Facts]:
    """What the gates may look at: each state with its place in the fleet, its owner, and its entry."""
    states = list(states)
    present = [_found(state) for state in states if state.path is not None]
    standing = _Standing(match(present, inventory, same_repository), inventory)
    return [_facts(state, standing, policy) for state in states]


class _Standing:
    """The match, indexed: asked once for each repository."""

    def __init__(self, matched: Match, inventory: Inventory) -> None:
        self.inventory = inventory
        self.extra = frozenset(matched.extra)
        self.mismatched = frozenset(matched.mismatched)
        self._listed = {entry.slug: entry for entry in inventory.entries} | matched.listed

    def gained(self, state: RepositoryState) -> set[State]:
        """The states that only the inventory can give."""
        gained = {State.EXTRA} if state.slug in self.extra else set()
        return gained | ({State.MISMATCHED} if state.readable and state.slug in self.mismatched else set())

    def entry(self, slug: str) -> InventoryEntry | None:
        """What the inventory says of this repository."""
        return self._listed.get(slug)


def _found(state: RepositoryState) -> Found:
    return Found(state.slug, tuple(remote.url for remote in state.remotes))


def _facts(state: RepositoryState, standing: _Standing, policy: Policy) -> Facts:
    gained = standing.gained(state)
    profile = policy.profile(state.slug)
    return Facts(
        state=replace(
            state,
            states=tuple(each for each in State if each in gained or each in state.states),
            owner=profile.owner,
            criticality=profile.criticality,
            tags=profile.tags,
        ),
        listed=standing.entry(state.slug),
        inventory_configured=standing.inventory.configured,
        inventory_unknown=standing.inventory.unknown,
    )
