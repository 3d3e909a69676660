"""Why a score moved: every gate whose answer moved, what that did to the score, and its cause.

A score is a fraction, so the effect of one answer depends on the others. The answers move one after the
other, by cause and gate id, and each part is what its step does: the parts always add up to the difference (a
telescoping sum), and what stands between two causes is the score that a repository would have.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gitops_assets.core.compliance.score import Answer, Sheet, score_of
from gitops_assets.core.model import Cause, Outcome


@dataclass(frozen=True, slots=True)
class Part:
    """One gate's share in a score's move, in points; ``before`` and ``after`` None: it was not asked."""

    gate: str
    before: Outcome | None
    after: Outcome | None
    points: float
    cause: Cause


def attributed(before: Sheet, after: Sheet, cause: Callable[[str], Cause]) -> tuple[Part, ...]:
    """The parts of the move from one sheet to the other, those that move nothing left out.

    A score without a value counts as 0 on both sides, so the parts add up there as well.
    """
    return tuple(part for part in _steps(before, after, cause) if part.points)


def _steps(before: Sheet, after: Sheet, cause: Callable[[str], Cause]) -> Iterator[Part]:
    moved = [gate for gate in before.keys() | after.keys() if before.get(gate) != after.get(gate)]
    order = list(Cause).index
    now = dict(before)
    value = _value(now)
    for _, gate, why in sorted((order(why := cause(gate)), gate, why) for gate in moved):
        old, new = before.get(gate), after.get(gate)
        _put(now, gate, new)
        then, value = value, _value(now)
        yield Part(gate, _outcome(old), _outcome(new), value - then, why)


def _outcome(answer: Answer | None) -> Outcome | None:
    return answer.outcome if answer else None


def _put(sheet: dict[str, Answer], gate: str, answer: Answer | None) -> None:
    if answer is None:
        sheet.pop(gate, None)
    else:
        sheet[gate] = answer


def _value(sheet: Sheet) -> float:
    return score_of(sheet.values()).value or 0.0
