from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from gitops_assets.core.fleet.policy import Policy, Waiver
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.engine import FINDINGS_LIMIT, FLOOD, evaluate, judge, rule_version
from gitops_assets.core.gates.facts import Facts, Setting
from gitops_assets.core.gates.model import Category, Evaluation, Finding, Gate, Need, fingerprint
from gitops_assets.core.gates.policy import Excusable
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown
from gitops_assets.core.model import FindingStatus, Outcome, Severity, State
from tests.gates.build import AT, facts, state


def wrong(*subjects: str) -> Gate:
    """A gate that finds one thing wrong for each subject."""

    def find(_facts: Facts) -> Iterator[Finding]:
        for subject in subjects:
            yield Finding(message=f"'{subject}' is wrong.", path="a.txt", remedy="true", subject=subject)

    return gate(find)


def gate(find: object, *needs: Need) -> Gate:
    return Gate(
        id="is-right",
        title="It is right",
        doc="It is right.",
        severity=Severity.MEDIUM,
        remedy="Make it right.",
        find=find,  # type: ignore[arg-type] # tests hand in broken ones too
        category=Category.STATE,
        needs=frozenset(needs),
    )


def raising(error: Exception) -> Gate:
    def find(_facts: Facts) -> Iterator[Finding]:
        yield from ()
        raise error

    return gate(find)


@dataclass(frozen=True)
class Accepted:
    reason: str = "legacy"
    expires: date | None = date(2026, 12, 31)


@dataclass(frozen=True)
class Demands:
    """A policy as a test wants it: waivers by subject, gates switched off, one severity for all."""

    waived: dict[str, Accepted] = field(default_factory=dict)
    off: frozenset[str] = frozenset()
    level: Severity | None = None

    def enabled(self, gate_id: str, /) -> bool:
        return gate_id not in self.off

    def severity(self, _gate_id: str, default: Severity, /) -> Severity:
        return self.level or default

    def settings(self, _gate_id: str) -> Mapping[str, Setting]:
        return {}

    def waiver(self, found: Excusable, today: date, /) -> Accepted | None:
        assert (found.slug, found.gate, today) == ("acme/app", "is-right", date(2026, 9, 21))
        return self.waived.get(found.subject)


def answer(asked: Gate, seen: Facts | None = None) -> Evaluation:
    return evaluate(seen or facts(), asked)


def test_silence_is_a_pass() -> None:
    assert answer(wrong()) == Evaluation("is-right", Outcome.PASS)


def test_a_finding_is_a_fail_and_becomes_a_record_for_the_store() -> None:
    judgement = judge(facts(), [wrong("x")], Policy(), at=AT)
    (record,) = judgement.findings
    assert judgement.evaluations[0].outcome is Outcome.FAIL
    assert (record.slug, record.gate, record.message) == ("acme/app", "is-right", "'x' is wrong.")
    assert (record.severity, record.status) == (Severity.MEDIUM, FindingStatus.NEW)
    assert record.fingerprint == fingerprint("acme/app", "is-right", "x")
    assert record.opened_at == record.verified_at == AT


def test_findings_with_one_subject_are_told_apart_by_their_occurrence() -> None:
    records = judge(facts(), [wrong("x", "y", "x")], Policy(), at=AT).findings
    expected = [fingerprint("acme/app", "is-right", *key) for key in (("x", 0), ("y", 0), ("x", 1))]
    assert [record.fingerprint for record in records] == expected


def test_a_gate_that_crashes_is_unknown_for_itself_alone() -> None:
    broken = replace(raising(ZeroDivisionError("by \x1b zero")), id="is-broken")
    evaluations = judge(facts(), [broken, wrong("x")], Policy(), at=AT).evaluations
    assert evaluations[0] == Evaluation("is-broken", Outcome.UNKNOWN, r"ZeroDivisionError: by \x1b zero")
    assert evaluations[1].outcome is Outcome.FAIL


def test_a_gate_that_yields_something_else_is_unknown() -> None:
    why = answer(gate(lambda _facts: ["wrong"])).why
    assert why == "TypeError: the gate yielded a str; it must yield Finding"


def test_a_gate_that_returns_nothing_is_unknown() -> None:
    assert answer(gate(lambda _facts: None)).outcome is Outcome.UNKNOWN


def test_a_question_that_makes_no_sense_is_skipped_with_its_reason() -> None:
    assert answer(raising(NotApplicable("no such thing"))) == Evaluation(
        "is-right", Outcome.SKIP, "no such thing"
    )


def test_a_question_without_facts_is_unknown_with_its_reason() -> None:
    assert answer(raising(NotKnown("not counted"))) == Evaluation("is-right", Outcome.UNKNOWN, "not counted")


@pytest.mark.parametrize(
    ("need", "seen", "outcome", "why"),
    [
        (Need.STATE, facts(State.MISSING), Outcome.SKIP, "the repository is missing"),
        (Need.PRESENCE, facts(State.MISSING), Outcome.SKIP, "the repository is missing"),
        (
            Need.STATE,
            facts(State.UNREADABLE, why="bad HEAD"),
            Outcome.UNKNOWN,
            "the repository cannot be read: bad HEAD",
        ),
        (
            Need.WORK_TREE,
            facts(State.UNSAFE_OWNERSHIP),
            Outcome.UNKNOWN,
            "git does not trust the folder's owner",
        ),
        (Need.WORK_TREE, facts(State.BARE), Outcome.SKIP, "a bare repository has no work tree"),
        (Need.INVENTORY, Facts(state()), Outcome.SKIP, "no inventory is configured"),
        (
            Need.INVENTORY,
            Facts(state(), inventory_configured=True, inventory_unknown="403"),
            Outcome.UNKNOWN,
            "the inventory is unknown: 403",
        ),
    ],
)
def test_what_a_gate_needs_is_asked_for_first(need: Need, seen: Facts, outcome: Outcome, why: str) -> None:
    assert answer(gate(wrong("x").find, need), seen) == Evaluation("is-right", outcome, why)


def test_a_gate_that_needs_nothing_is_always_asked() -> None:
    assert answer(wrong("x"), facts(State.UNREADABLE, State.MISSING)).outcome is Outcome.FAIL


def test_an_unreadable_repository_is_one_finding_and_nothing_else_is_claimed() -> None:
    judgement = judge(facts(State.UNREADABLE, why="bad HEAD"), GATES, Policy(), at=AT)
    assert [finding.gate for finding in judgement.findings] == ["repository-readable"]
    passed = [e.gate for e in judgement.evaluations if e.outcome is Outcome.PASS]
    assert passed == ["repository-present", "repository-inventoried"]


def test_a_disabled_gate_leaves_no_answer() -> None:
    judgement = judge(facts(), [wrong("x")], Demands(off=frozenset({"is-right"})), at=AT)
    assert (judgement.evaluations, judgement.findings) == ((), ())


def test_the_policy_decides_how_bad_a_finding_is() -> None:
    (record,) = judge(facts(), [wrong("x")], Demands(level=Severity.CRITICAL), at=AT).findings
    assert record.severity is Severity.CRITICAL


def test_a_gate_whose_findings_are_all_waived_is_exempt_until_a_day() -> None:
    judgement = judge(facts(), [wrong("x", "y")], Demands({"x": Accepted(), "y": Accepted()}), at=AT)
    assert judgement.findings == ()
    assert judgement.evaluations == (
        Evaluation("is-right", Outcome.EXEMPT, "2 findings waived: legacy (until 2026-12-31)"),
    )


def test_a_gate_with_some_findings_waived_fails_with_the_others() -> None:
    demands = Demands({"x": Accepted("accepted by ops", None)})
    judgement = judge(facts(), [wrong("x", "y")], demands, at=AT)
    (evaluation,) = judgement.evaluations
    assert evaluation.outcome is Outcome.FAIL
    assert evaluation.why == "1 finding waived: accepted by ops (without an end)"
    assert [finding.subject for finding in evaluation.findings] == ["y"]
    assert [record.message for record in judgement.findings] == ["'y' is wrong."]


def test_of_a_flood_the_first_findings_are_told_that_nothing_excuses() -> None:
    flood = [f"waived-{nth}" for nth in range(FINDINGS_LIMIT)]
    policy = Demands({each: Accepted() for each in flood})
    judgement = judge(facts(), [wrong(*flood, "x", *map(str, range(FINDINGS_LIMIT)))], policy, at=AT)
    assert judgement.evaluations[0].outcome is Outcome.FAIL
    assert len(judgement.findings) == len(judgement.evaluations[0].findings) == FINDINGS_LIMIT
    assert judgement.findings[0].message == "'x' is wrong."


def test_a_flood_of_which_all_is_waived_is_not_excused_beyond_where_somebody_looked() -> None:
    flood = [f"waived-{nth}" for nth in range(FLOOD + 1)]
    policy = Demands({each: Accepted() for each in flood})
    (said,) = judge(facts(), [wrong(*flood)], policy, at=AT).evaluations
    assert (said.outcome, said.why) == (Outcome.UNKNOWN, "it has more than 20,000 findings")


def test_a_gate_that_could_not_see_everything_is_not_exempt_though_all_it_found_is_waived() -> None:
    def find(_facts: Facts) -> Iterator[Finding]:
        yield Finding(message="'x' is wrong.", path="a.txt", remedy="true", subject="x")
        raise NotKnown("b.txt is damaged")

    (said,) = judge(facts(), [gate(find)], Demands({"x": Accepted()}), at=AT).evaluations
    assert (said.outcome, said.why) == (Outcome.UNKNOWN, "b.txt is damaged")
    (said,) = judge(facts(), [gate(find)], Demands(), at=AT).evaluations
    assert (said.outcome, said.rest) == (Outcome.FAIL, "b.txt is damaged")


def test_only_a_gate_that_goes_file_by_file_names_the_files_that_it_could_not_read() -> None:
    def find(_facts: Facts) -> Iterator[Finding]:
        yield Finding(message="'x' is wrong.", path="a.txt", remedy="true", subject="x")
        raise NotKnown("b.txt is damaged", ["b.txt"])

    def unread(asked: Gate, policy: Policy | Demands) -> tuple[Outcome, list[str]]:
        (said,) = judge(facts(), [asked], policy, at=AT).evaluations
        return said.outcome, sorted(said.unread)

    by_file = replace(gate(find), by_file=True)
    assert unread(by_file, Demands()) == (Outcome.FAIL, ["b.txt"])
    assert unread(by_file, Demands({"x": Accepted()})) == (Outcome.UNKNOWN, ["b.txt"])
    assert unread(gate(find), Demands()) == (Outcome.FAIL, [])


def test_findings_beyond_those_that_are_told_are_named() -> None:
    judgement = judge(facts(), [wrong("x", "y", "z")], Policy(), at=AT, most=1)
    everything = judge(facts(), [wrong("x", "y", "z")], Policy(), at=AT).findings
    assert judgement.untold == {(each.gate, each.fingerprint) for each in everything[1:]}


def test_a_waiver_leaves_the_identity_of_the_other_findings_alone() -> None:
    everything = judge(facts(), [wrong("x", "y")], Policy(), at=AT).findings
    rest = judge(facts(), [wrong("x", "y")], Demands({"x": Accepted()}), at=AT).findings
    assert rest == everything[1:]


def test_the_policy_of_a_fleet_file_is_one_the_engine_can_ask() -> None:
    waiver = Waiver(gate="is-right", repositories="acme/*", reason="legacy", expires=date(2026, 12, 31))
    judgement = judge(facts(), [wrong("x")], Policy(waivers=(waiver,)), at=AT)
    assert judgement.evaluations[0].outcome is Outcome.EXEMPT


def versions(*gates: Gate) -> str:
    return rule_version(gates)


def test_the_rule_version_moves_with_a_gates_version_and_not_with_the_order() -> None:
    one, other = replace(wrong(), id="one-gate"), replace(wrong(), id="other-gate")
    assert versions(one, other) == versions(other, one)
    different: Iterable[str] = (versions(one), versions(replace(one, version=2), other), versions(one, other))
    assert len(set(different)) == 3
