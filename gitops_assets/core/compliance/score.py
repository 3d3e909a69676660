"""How much of what is asked of a repository it fulfils: one number, and beside it how much is known.

The score is the weight of the gates that pass over the weight of those that pass or fail, times 100. Weights
are OpenSSF Scorecard's by severity (critical 10, high 7.5, medium 5, low 2.5, info 0; see its
docs/checks.md, "aggregate score"). What is skipped, waived or unknown counts on neither side, so that nothing
unknown ever lowers a score; how much was known is told as the coverage. An open critical finding caps the
score at 49, a high one at 74: no heap of small things done right makes up for one that is badly wrong.

Monotone: an answer that turns from fail to anything else never lowers the score, since it leaves the lower
side of the fraction or joins the upper one, and can only lift a cap.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gitops_assets.core.model import Outcome, Severity

WEIGHTS: Mapping[Severity, float] = {
    Severity.CRITICAL: 10.0,
    Severity.HIGH: 7.5,
    Severity.MEDIUM: 5.0,
    Severity.LOW: 2.5,
    Severity.INFO: 0.0,
}
CAPS: Mapping[Severity, float] = {Severity.CRITICAL: 49.0, Severity.HIGH: 74.0}
"""The most that a repository can reach while a finding of that severity is open."""


class Level(StrEnum):
    """A score in one letter; each begins at its floor."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


FLOORS: Mapping[Level, float] = {Level.A: 90.0, Level.B: 75.0, Level.C: 60.0, Level.D: 40.0, Level.E: 0.0}


@dataclass(frozen=True, slots=True)
class Answer:
    """One gate's answer as the score sees it; ``worst`` is the worst open finding behind a fail."""

    outcome: Outcome
    weight: float
    worst: Severity | None = None


Sheet = Mapping[str, Answer]
"""A repository's answers, by gate id."""


@dataclass(frozen=True, slots=True)
class Score:
    """``value`` is 0 to 100, None where nothing that weighs is known; ``coverage`` is a share, 0 to 1."""

    value: float | None
    coverage: float

    @property
    def level(self) -> Level | None:
        """The letter; None without a value."""
        if self.value is None:
            return None
        return next(level for level, floor in FLOORS.items() if self.value >= floor)


def score_of(answers: Iterable[Answer]) -> Score:
    """The score of these answers, unrounded; coverage is by weight, 1 where nothing is asked."""
    passed = failed = unknown = 0.0
    cap = 100.0
    for answer in answers:
        if answer.outcome is Outcome.PASS:
            passed += answer.weight
        elif answer.outcome is Outcome.FAIL:
            failed += answer.weight
            cap = min(cap, CAPS.get(answer.worst, 100.0) if answer.worst else 100.0)
        elif answer.outcome is Outcome.UNKNOWN:
            unknown += answer.weight
    known = passed + failed
    coverage = known / (known + unknown) if known + unknown else 1.0
    return Score(min(cap, 100.0 * passed / known) if known else None, coverage)


def fleet_score(scores: Iterable[tuple[Score, float]]) -> Score:
    """The mean of repositories' scores by weight; those without a value only lower the coverage."""
    weighed = list(scores)
    valued = [(score.value, weight) for score, weight in weighed if score.value is not None]
    total = sum(weight for _, weight in valued)
    everything = sum(weight for _, weight in weighed)
    coverage = sum(score.coverage * weight for score, weight in weighed if score.value is not None)
    return Score(
        sum(value * weight for value, weight in valued) / total if total else None,
        coverage / everything if everything else 1.0,
    )
