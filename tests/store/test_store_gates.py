"""What gates were asked for, and scores, as of any audit and on both databases."""

from dataclasses import replace

from gitops_assets.core.compliance.record import AskedGate, ScoreRecord
from gitops_assets.core.compliance.score import Score
from gitops_assets.core.gates.model import Asker, Category, Evaluation, Judgement, Round
from gitops_assets.core.model import Outcome, Severity
from resources.store.gate_store import GateScan
from resources.store.store import Store
from tests.gates.made import BAD
from tests.store.audited import begin

AT = 150

ASKED = AskedGate(
    id="no-bad",
    title="No line says bad",
    doc="No line says bad.",
    remedy="Delete the line.",
    category=Category.HYGIENE,
    severity=Severity.HIGH,
    weight=7.5,
    required=True,
    version=2,
    repositories=3,
    microseconds=1500,
)


def test_for_what_a_repository_was_judged_last_is_known_until_it_is_forgotten(store: Store) -> None:
    first = begin(store)
    scans = {"a": GateScan("1" * 40, "asked", "2026-12-31"), "b": GateScan(None, "asked")}
    store.gates.record_scans(first, AT, scans)
    assert store.gates.scans() == scans
    assert store.gates.scans(["b"]) == {"b": scans["b"]}
    second = begin(store)
    store.gates.forget_scans(second, AT, ["a"])
    assert store.gates.scans() == {"b": scans["b"]}


def test_answers_of_a_commit_that_did_not_move_are_confirmed_without_being_given_again(store: Store) -> None:
    first, second = begin(store), begin(store)
    answer = Evaluation("no-bad", Outcome.FAIL), Evaluation("other", Outcome.PASS)
    other = Judgement("a", answer[1:], ())
    content = Judgement("a", answer[:1], (), asker=Asker.CONTENT)
    store.record_judgements(first, AT, [other])
    store.record_judgements(first, AT, [content])
    store.gates.record_scans(first, AT, {"a": GateScan("1" * 40, "asked")})
    store.gates.confirm(second, AT, ["a"], Round(Asker.CONTENT, (BAD,)))
    verdicts = store.snapshot(second, ["a"]).verdicts
    assert verdicts["a", "no-bad"].verified == second
    assert verdicts["a", "other"].verified == first


def test_scores_are_known_as_of_every_audit(store: Store) -> None:
    first, second = begin(store), begin(store)
    then = ScoreRecord("a", Score(50.5, 0.75), {Category.HYGIENE: Score(None, 0.5)})
    now = ScoreRecord("a", Score(None, 0.0))
    store.gates.record_scores(first, AT, [then])
    store.gates.record_scores(second, AT, [now])
    assert store.gates.scores(first) == {"a": then}
    assert store.gates.scores(second, ["a"]) == {"a": now}
    assert store.gates.scores(second, ["b"]) == {}


def test_the_gates_of_an_audit_come_back_in_their_order(store: Store) -> None:
    audit = begin(store)
    assert store.gates.asked(audit) == ()
    store.gates.record_asked(audit, [ASKED])
    store.gates.record_asked(audit, [ASKED, replace(ASKED, id="another")])
    assert [gate.id for gate in store.gates.asked(audit)] == ["no-bad", "another"]
    assert store.gates.asked(audit)[0] == ASKED


def test_a_repository_that_leaves_takes_its_scans_and_scores_along(store: Store) -> None:
    first, second = begin(store), begin(store)
    store.gates.record_scans(first, AT, {"a": GateScan("1" * 40, "asked")})
    store.gates.record_scores(first, AT, [ScoreRecord("a", Score(1.0, 1.0))])
    store.retire(second, AT, ["a"])
    assert store.gates.scans() == {}
    assert store.gates.scores(second) == {}
    assert store.gates.scores(first).keys() == {"a"}
