from dataclasses import replace

from gitops_assets.core.gates.backtest import verdicts
from gitops_assets.core.gates.engine import judge
from gitops_assets.core.gates.model import Gate, Judgement
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.model import Outcome
from tests.gates.build import AT, facts
from tests.gates.test_gate_engine import Demands, raising, wrong


def said(gate: Gate) -> Judgement:
    return judge(facts(), [gate], Demands(), at=AT)


UNKNOWN = said(raising(NotKnown("it was not read")))


def test_a_commit_brings_what_the_one_before_does_not_have() -> None:
    told = list(verdicts([("a", 1, said(wrong("x"))), ("b", 2, said(wrong("x", "y"))), ("c", 3, UNKNOWN)]))
    assert [(each.commit, [found.message for found in each.new]) for each in told] == [
        ("b", ["'y' is wrong."]),
        ("c", []),
    ]


def test_what_follows_only_on_unknown_commits_is_not_said_to_bring_what_may_have_been_there() -> None:
    told = list(verdicts([("a", 1, UNKNOWN), ("b", 2, said(wrong("x"))), ("c", 3, said(wrong("x", "y")))]))
    assert [(each.commit, each.outcome, len(each.new)) for each in told] == [
        ("b", Outcome.FAIL, 0),
        ("c", Outcome.FAIL, 1),
    ]


def test_a_commit_that_could_be_read_in_part_forgets_nothing_of_the_one_before() -> None:
    partly = said(wrong("x"))
    partly = replace(partly, evaluations=(replace(partly.evaluations[0], rest="b.txt is damaged"),))
    told = list(
        verdicts([("a", 1, said(wrong("x", "y"))), ("b", 2, partly), ("c", 3, said(wrong("x", "y")))])
    )
    assert [len(each.new) for each in told] == [0, 0]
