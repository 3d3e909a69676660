"""Gates made for tests of what asks gates: one that flags lines, one that warns, one that crashes."""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.model import Severity


def _flag(word: str, facts: Facts) -> Iterator[Finding]:
    for file in facts.files.texts(facts.files.paths):
        for number, line in enumerate(file.text.splitlines(), 1):
            if line.startswith(word):
                yield Finding(
                    message=f"The line says '{word}'.",
                    path=file.path,
                    line=number,
                    remedy="Delete it.",
                    subject=file.path,
                )


def made(word: str, severity: Severity, *, required: bool = True, skips: str = "") -> Gate:
    """A gate `no-WORD` that flags every line which begins with a word, or says why it does not apply."""

    def find(facts: Facts) -> Iterator[Finding]:
        if skips:
            raise NotApplicable(skips)
        return _flag(word, facts)

    return Gate(
        id=f"no-{word}",
        title=f"No line says {word}",
        doc=f"No line says {word}.\n\nIt is said often.\n\nSource: [here](https://example.org/rules).",
        severity=severity,
        remedy="Delete the line.",
        find=find,
        category=Category.HYGIENE,
        needs=frozenset({Need.TREE}),
        stages=EVERY_STAGE,
        required=required,
        by_file=True,
    )


BAD = made("bad", Severity.HIGH)
ODD = made("odd", Severity.LOW, required=False)


def crash(_facts: Facts) -> Iterator[Finding]:
    raise RuntimeError("boom")


CRASHING = Gate(
    id="never-answers",
    title="It never answers",
    doc="It never answers.",
    severity=Severity.MEDIUM,
    remedy="Nothing.",
    find=crash,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
)
