from collections.abc import Iterator

from gitops_assets.core.fleet.policy import Policy
from gitops_assets.core.gates.checking import checked
from gitops_assets.core.gates.engine import FINDINGS_LIMIT, FLOOD, judge
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Judgement
from gitops_assets.core.model import FindingRecord, FindingStatus, Severity
from tests.gates.build import AT, facts


def wrong(*subjects: str) -> Gate:
    def find(_facts: Facts) -> Iterator[Finding]:
        for each in subjects:
            yield Finding(message=f"'{each}' is wrong.", path="a.txt", remedy="true", subject=each)

    return Gate(
        id="is-right",
        title="It is right",
        doc="It is right.",
        severity=Severity.MEDIUM,
        remedy="Make it right.",
        find=find,
        category=Category.STATE,
        needs=frozenset(),
    )


def said(gate: Gate) -> Judgement:
    return judge(facts(), [gate], Policy(), at=AT, most=FLOOD)


def new(head: Gate, base: Gate) -> list[FindingRecord]:
    found, _ = checked(said(head), said(base), [head], Policy())
    assert len(found) <= FINDINGS_LIMIT
    return [each for each in found if each.status is FindingStatus.NEW]


def test_what_is_new_does_not_hide_behind_a_flood_of_what_is_old() -> None:
    old = [f"old-{nth}" for nth in range(FINDINGS_LIMIT + 1)]
    assert [each.message for each in new(wrong(*old, "x"), wrong(*old))] == ["'x' is wrong."]


def test_who_mends_some_of_a_flood_is_not_told_the_next_of_it_as_new() -> None:
    old = [f"old-{nth}" for nth in range(FINDINGS_LIMIT + 9)]
    assert new(wrong(*old[5:]), wrong(*old)) == []
