"""Each state that is wrong in some way opens a finding of exactly one gate; the others open none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.dependencies.disagreements.concerns import Concern, DependencyFacts
from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, Proposal, VersionClaim
from gitops_assets.core.dependencies.model import Skipped
from gitops_assets.core.fleet.policy import Policy
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.engine import evaluate, judge
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.model import InventoryEntry, Outcome, Remote, RepositoryState, State
from gitops_assets.core.state.meanings import MEANINGS
from tests.gates.build import AT, facts

ANSWERS = {state: meaning.gate for state, meaning in MEANINGS.items() if meaning.gate}
HARMLESS = {State.SHALLOW, State.PARTIAL, State.SPARSE, State.BARE, State.CLEAN}


def failing(seen: Facts) -> list[str]:
    return [gate.id for gate in GATES if evaluate(seen, gate).outcome is Outcome.FAIL]


def test_the_table_speaks_of_every_state() -> None:
    assert set(ANSWERS) | HARMLESS == set(State)


@pytest.mark.parametrize(("state", "gate"), ANSWERS.items())
def test_a_wrong_state_is_the_business_of_one_gate(state: State, gate: str) -> None:
    assert failing(facts(state)) == [gate]


@pytest.mark.parametrize("state", sorted(HARMLESS))
def test_a_harmless_state_is_nobodys_business(state: State) -> None:
    assert failing(facts(state)) == []


NAMES = st.text(st.characters(), min_size=1, max_size=300)
COUNTS = st.none() | st.integers(0, 10_000)
STATES = st.builds(
    RepositoryState,
    slug=NAMES,
    path=st.none() | NAMES,
    states=st.lists(st.sampled_from(State), unique=True).map(tuple),
    why=st.none() | NAMES,
    branch=st.none() | NAMES,
    head=st.none() | NAMES,
    upstream=st.none() | NAMES,
    ahead=COUNTS,
    behind=COUNTS,
    staged=COUNTS,
    unstaged=COUNTS,
    untracked=COUNTS,
    conflicted=COUNTS,
    stashes=COUNTS,
    fetched=st.none() | st.integers(0, 2**33),
    default_branch=st.none() | NAMES,
    tag=st.none() | NAMES,
    commits_since_tag=COUNTS,
    remotes=st.lists(st.builds(Remote, NAMES, NAMES), max_size=2).map(tuple),
    stale_branches=st.lists(NAMES, max_size=2).map(tuple),
    lfs_pointers=COUNTS,
    changed=st.lists(NAMES, max_size=2).map(tuple),
)
CLAIM = st.builds(
    VersionClaim,
    slug=st.just("acme/app"),
    path=NAMES,
    line=st.integers(-1, 9),
    constraint=st.none() | NAMES,
    resolved=st.none() | NAMES,
)
CONCERN = st.builds(
    Concern,
    st.builds(
        Conflict,
        name=NAMES,
        ecosystem=NAMES,
        kind=st.sampled_from(ConflictKind),
        claims=st.just(()),
        why=NAMES.map("'{}'".format),
        proposal=st.none() | st.builds(Proposal, NAMES, st.just(())),
    ),
    claims=st.lists(CLAIM, min_size=1, max_size=2).map(tuple),
    bumps=st.lists(CLAIM, max_size=2).map(tuple),
)
DEPENDENCIES = st.none() | st.builds(
    DependencyFacts,
    concerns=st.lists(CONCERN, max_size=3).map(tuple),
    skipped=st.lists(st.builds(Skipped, path=NAMES, reason=NAMES, line=st.integers(-1, 9)), max_size=2).map(
        tuple
    ),
    unknown=st.none() | NAMES,
)
SEEN = st.builds(
    Facts,
    STATES,
    listed=st.none() | st.builds(InventoryEntry, slug=NAMES, url=st.none() | NAMES, source=NAMES),
    inventory_configured=st.booleans(),
    inventory_unknown=st.none() | NAMES,
    dependencies=DEPENDENCIES,
)


@settings(deadline=None)
@given(SEEN)
def test_whatever_a_repository_is_called_its_findings_can_be_shown_and_pasted(seen: Facts) -> None:
    judgement = judge(seen, GATES, Policy(), at=AT)
    for finding in judgement.findings:
        assert finding.message.endswith(".")
        assert finding.message[0] in "'0123456789" or finding.message[0].isupper()
        for text in (finding.message, finding.path, finding.remedy):
            assert "\n" not in text
            assert "\x1b" not in text
            assert text.encode("utf-8")
        assert not finding.path.startswith("/")
        assert ".." not in finding.path.split("/")
        assert finding.line >= 1


@settings(deadline=None)
@given(SEEN)
def test_no_gate_crashes_and_each_gives_one_answer(seen: Facts) -> None:
    evaluations = judge(seen, GATES, Policy(), at=AT).evaluations
    assert [evaluation.gate for evaluation in evaluations] == list(GATES.ids)
    for evaluation in evaluations:
        assert (evaluation.outcome is Outcome.FAIL) == bool(evaluation.findings)
        assert (evaluation.outcome in {Outcome.PASS, Outcome.FAIL}) == (evaluation.why is None)
        assert not (evaluation.why or "").startswith(("TypeError", "ValueError", "IndexError", "KeyError"))


@settings(deadline=None)
@given(SEEN)
def test_no_two_findings_share_a_fingerprint(seen: Facts) -> None:
    prints = [finding.fingerprint for finding in judge(seen, GATES, Policy(), at=AT).findings]
    assert len(prints) == len(set(prints))
