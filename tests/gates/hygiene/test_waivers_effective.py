from dataclasses import replace
from datetime import date

import pytest

from gitops_assets.core.fleet.policy import Policy
from gitops_assets.core.gates.engine import ask, judge
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.waivers_effective import GATE
from gitops_assets.core.gates.inline import INLINE_WAIVERS, InlineWaiver, inline_waivers
from gitops_assets.core.gates.model import Asker, Category, Finding, Gate, Judgement, Need, Round
from gitops_assets.core.model import Outcome, Severity
from tests.gates.build import AT
from tests.gates.trees import seen

ALLOW = "gitops-assets: allow "
"""Apart from its gate and reason, so that no comment of this file is a waiver."""


def flag_bad(facts: Facts) -> list[Finding]:
    """Flag each line that says bad."""
    return [
        Finding(message="It is bad.", path=file.path, line=number, remedy="Mend it.", subject=file.path)
        for file in facts.files.texts(facts.files.paths)
        for number, line in enumerate(file.text.splitlines(), 1)
        if line.startswith("bad")
    ]


NO_BAD = Gate(
    id="no-bad",
    title="Nothing is bad",
    doc="",
    severity=Severity.HIGH,
    remedy="Mend it.",
    find=flag_bad,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
)


def judged(text: str) -> Judgement:
    return judge(seen({"a.py": text}, scanners=[INLINE_WAIVERS]), [GATE, NO_BAD], Policy(), at=AT)


def outcomes(judgement: Judgement) -> dict[str, Outcome]:
    return {each.gate: each.outcome for each in judgement.evaluations}


@pytest.mark.parametrize(
    "comment",
    [
        f"bad  # {ALLOW}no-bad — it is a test",
        f"# {ALLOW}no-bad -- it is a test\nbad",
        f"<!-- {ALLOW}no-bad: it is a test -->\nbad",
        f"// {ALLOW}other-gate, no-bad - it is a test\nbad",
        f"bad /* {ALLOW}no-bad — it is a test (until 2026-12-31) */",
    ],
)
def test_a_comment_with_a_reason_excuses_its_line_or_the_next(comment: str) -> None:
    judgement = judged(comment + "\n")
    assert outcomes(judgement) == {"no-bad": Outcome.EXEMPT, "waivers-effective": Outcome.PASS}
    assert judgement.findings == ()
    assert "it is a test" in (judgement.evaluations[0].why or "")


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        (f"bad # {ALLOW}no-bad", "The waiver of 'no-bad' gives no reason, so it excuses nothing."),
        (f"good # {ALLOW}no-bad — it was bad", "The waiver of 'no-bad' excuses no finding."),
        (
            f"bad # {ALLOW}no-bad — for now (until 2026-01-31)",
            "The waiver of 'no-bad' ends on 2026-01-31 and excuses nothing now.",
        ),
        *(
            (
                f"bad # {ALLOW}no-bad — for now (until {day})",
                "The waiver of 'no-bad' names a last day that does not exist, so it excuses nothing.",
            )
            for day in ("2026-02-30", "2027-1-31", "31.12.2027", "2027")
        ),
    ],
)
def test_a_comment_that_excuses_nothing_is_a_finding_itself(comment: str, message: str) -> None:
    judgement = judged(comment + "\n")
    (finding,) = (each for each in judgement.findings if each.gate == GATE.id)
    assert (finding.message, finding.path, finding.line) == (message, "a.py", 1)


def test_a_comment_that_excuses_nothing_does_not_hide_beside_one_that_excuses_everything() -> None:
    judgement = judged(f"bad # {ALLOW}no-bad — it is shown\ngood # {ALLOW}no-bad — it was bad\n")
    assert outcomes(judgement) == {"no-bad": Outcome.EXEMPT, "waivers-effective": Outcome.FAIL}
    assert [each.line for each in judgement.findings] == [2]


def test_a_gate_that_is_not_asked_leaves_its_waivers_alone() -> None:
    judgement = judge(
        seen({"a.py": f"x # {ALLOW}no-bad — later"}, scanners=[INLINE_WAIVERS]), [GATE], Policy(), at=AT
    )
    assert outcomes(judgement) == {"waivers-effective": Outcome.PASS}


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("no-baad", "Write 'no-bad' instead."),
        ("quite-another-thing", "Delete the comment, or name a gate of the fleet."),
    ],
)
def test_a_waiver_that_names_no_gate_is_a_finding(name: str, remedy: str) -> None:
    facts = seen({"a.py": f"bad # {ALLOW}{name}, other-gate — it is shown\n"}, scanners=[INLINE_WAIVERS])
    known = replace(facts, gates=frozenset({"no-bad", "other-gate", GATE.id}))
    (finding,) = (
        each for each in judge(known, [GATE, NO_BAD], Policy(), at=AT).findings if each.gate == GATE.id
    )
    assert finding.message == f"The waiver of '{name}' excuses nothing, because no gate is called that."
    assert finding.remedy == remedy


def test_gates_that_others_ask_are_known_as_well() -> None:
    facts = seen({"a.py": f"# {ALLOW}other-gate — it is shown\n"}, scanners=[INLINE_WAIVERS])
    spared = Round(Asker.CONTENT, (GATE,), frozenset({"other-gate"}))
    assert ask(facts, spared, Policy(), at=AT).findings == ()
    (finding,) = ask(facts, replace(spared, spared=frozenset()), Policy(), at=AT).findings
    assert finding.gate == GATE.id


def test_words_without_a_comment_excuse_nothing() -> None:
    facts = seen({"a.txt": f"write {ALLOW}no-bad — why\n"}, scanners=[INLINE_WAIVERS])
    assert inline_waivers(facts.files) == ()


def test_several_gates_and_a_day_that_does_not_exist_are_told_apart() -> None:
    facts = seen({"a": f"# {ALLOW}one-gate, two-gates — why (until 2026-02-30)\n"}, scanners=[INLINE_WAIVERS])
    assert inline_waivers(facts.files) == (
        InlineWaiver("a", 1, 2, "one-gate", "why", date.min),
        InlineWaiver("a", 1, 2, "two-gates", "why", date.min),
    )


def test_a_line_of_a_megabyte_costs_little() -> None:
    facts = seen({"a": "#" * 1_000_000 + ALLOW + "x" * 1_000_000}, scanners=[INLINE_WAIVERS])
    assert len(inline_waivers(facts.files)) <= 1
