from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.compliance.movement import fleet_movement
from gitops_assets.core.compliance.score import Answer
from gitops_assets.core.model import Cause, Outcome, Severity

ANSWERS = st.builds(
    Answer, st.sampled_from(Outcome), st.sampled_from([1.0, 2.5, 10.0]), st.none() | st.sampled_from(Severity)
)
FLEETS = st.dictionaries(
    st.sampled_from("abcd"), st.dictionaries(st.sampled_from("xyz"), ANSWERS), max_size=4
)


def why(slug: str, gate: str) -> Cause:
    return Cause.CODE if gate == "x" else Cause.RULE


def even(fleet: dict[str, dict[str, Answer]]) -> dict[str, float]:
    return {slug: 1.0 + (slug == "a") for slug in fleet}


@given(FLEETS, FLEETS)
@settings(deadline=None)
def test_causes_and_composition_add_up_to_the_whole_move(
    then: dict[str, dict[str, Answer]], now: dict[str, dict[str, Answer]]
) -> None:
    moved = fleet_movement((then, even(then)), (now, even(now)), why)
    assert abs(moved.delta - sum(moved.causes.values()) - moved.composition) < 1e-9


@given(st.lists(st.dictionaries(st.sampled_from("yz"), ANSWERS), min_size=2, max_size=2))
@settings(deadline=None)
def test_a_fleet_of_the_same_repositories_moves_by_causes_alone(sheets: list[dict[str, Answer]]) -> None:
    known = {"x": Answer(Outcome.PASS, 5.0)}
    then, now = ({"a": {**sheet, **known}, "b": known} for sheet in sheets)
    moved = fleet_movement((then, even(then)), (now, even(now)), why)
    assert abs(moved.composition) < 1e-9
