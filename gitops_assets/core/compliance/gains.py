"""What a repository's score gains when one rule is satisfied: by how much a task pays."""

from collections.abc import Iterable, Mapping

from gitops_assets.core.compliance.record import AskedGate
from gitops_assets.core.compliance.score import CAPS, Answer, Sheet
from gitops_assets.core.compliance.sheets import sheets
from gitops_assets.core.model import Outcome
from gitops_assets.core.snapshot import Snapshot


def gains(known: Snapshot, asked: Iterable[AskedGate]) -> dict[tuple[str, str], float]:
    """By repository and failed gate, the points (0 to 100) that passing it is worth, other findings aside.

    Other findings' caps are left out: where two high findings each cap a score, neither would seem to be
    worth anything before the other is gone.
    """
    return {
        (slug, gate): gain
        for slug, sheet in sheets(known, asked).items()
        for gate, gain in gains_of(sheet).items()
    }


def gains_of(sheet: Sheet) -> Mapping[str, float]:
    """The same of one repository's answers; a gate that weighs nothing gains nothing."""
    passed = sum(answer.weight for answer in sheet.values() if answer.outcome is Outcome.PASS)
    failed = {gate: answer for gate, answer in sheet.items() if answer.outcome is Outcome.FAIL}
    known = passed + sum(answer.weight for answer in failed.values())
    if not known:
        return {}
    return {gate: _gain(answer, passed, known) for gate, answer in failed.items()}


def _gain(answer: Answer, passed: float, known: float) -> float:
    cap = CAPS.get(answer.worst, 100.0) if answer.worst else 100.0
    return 100 * (passed + answer.weight) / known - min(cap, 100 * passed / known)
