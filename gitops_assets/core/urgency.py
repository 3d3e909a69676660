"""The one order in which repositories are shown: the most urgent first, everywhere."""

from collections.abc import Mapping

from gitops_assets.core.model import RepositoryState, State

URGENCY: Mapping[State, int] = {state: place for place, state in enumerate(State)}
"""0 for the most urgent state."""


def most_urgent(state: RepositoryState) -> tuple[list[int], str]:
    """Sort key: the most urgent state, then the next, then the name."""
    return sorted(URGENCY[each] for each in state.states), state.slug
