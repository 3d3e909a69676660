import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gitops_assets.core.model import Remote, RepositoryState, State
from resources.store.documents import canonical, digest, from_document, to_document
from resources.store.schema import storable
from resources.store.store import Store
from tests.store.audited import begin, state

# Names come from hostile repositories: lone surrogates, NUL and all.
WORDS = st.text(st.characters(codec=None, exclude_categories=()), max_size=8)
NUMBERS = st.integers(-(2**70), 2**70)
LISTS = st.lists(WORDS, max_size=3).map(tuple)
STATES = st.builds(
    RepositoryState,
    slug=st.uuids().map(str),
    path=st.none() | WORDS,
    states=st.lists(st.sampled_from(State), max_size=4).map(tuple),
    remotes=st.lists(st.builds(Remote, WORDS, WORDS), max_size=2).map(tuple),
    **dict.fromkeys(("why", "branch", "head", "upstream", "tag", "owner"), st.none() | WORDS),
    **dict.fromkeys(("ahead", "staged", "fetched", "committed", "lfs_pointers"), st.none() | NUMBERS),
    **dict.fromkeys(("stale_branches", "worktrees", "submodules", "changed", "tags"), LISTS),
)


@given(STATES)
def test_a_state_becomes_json_and_back_without_loss(original: RepositoryState) -> None:
    from json import loads  # noqa: PLC0415 - only to play the database

    assert from_document(loads(canonical(to_document(original)))) == original


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(STATES, max_size=6, unique_by=lambda state: state.slug))
def test_a_state_goes_through_either_database_without_loss(
    store: Store, originals: list[RepositoryState]
) -> None:
    audit = begin(store)
    store.record_states(audit, 1, originals)
    kept = store.snapshot(audit, {original.slug for original in originals}).states
    assert kept == {original.slug: original for original in originals}


@given(WORDS)
def test_what_is_stored_can_be_encoded_and_is_its_own_form(text: str) -> None:
    stored = storable(text)
    assert "\0" not in stored
    assert stored.encode("utf-8").decode("utf-8") == storable(stored)


def test_equal_states_have_equal_fingerprints_and_others_have_not() -> None:
    assert digest(to_document(state(ahead=1))) == digest(to_document(state(ahead=1)))
    assert digest(to_document(state(ahead=1))) != digest(to_document(state(ahead=None)))
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


@pytest.mark.parametrize("extra", [{"states": ["clean", "of-tomorrow"]}, {"of-tomorrow": 1}])
def test_what_another_version_wrote_besides_is_passed_over(extra: dict[str, object]) -> None:
    assert from_document({**to_document(state()), **extra}) == state()
