"""What a report tells of quality: scores, how each gate fares over the fleet, which one is slow."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gitops_assets.core.compliance.record import AskedGate, ScoreRecord
from gitops_assets.core.compliance.score import Score, fleet_score
from gitops_assets.core.gates.model import Category
from gitops_assets.core.model import Outcome, RepositoryState
from gitops_assets.core.snapshot import Snapshot

CRITICALITY = {"critical": 4.0, "high": 3.0, "medium": 2.0, "low": 1.0}
"""How much a repository's score weighs in the fleet's; one without a word weighs as medium."""

_MEDIUM = 2.0


@dataclass(frozen=True, slots=True)
class GateTally:
    """One gate over the whole fleet: how many repositories gave which answer."""

    gate: AskedGate
    outcomes: Mapping[Outcome, int]

    @property
    def fails(self) -> int:
        """How many repositories fail it."""
        return self.outcomes.get(Outcome.FAIL, 0)

    @property
    def pass_rate(self) -> float | None:
        """Passes among the answers that are yes or no, 0 to 1; None without any."""
        known = self.outcomes.get(Outcome.PASS, 0) + self.outcomes.get(Outcome.FAIL, 0)
        return self.outcomes.get(Outcome.PASS, 0) / known if known else None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The fleet's score as an earlier audit left it."""

    audit: int
    finished: int
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class QualitySection:
    """Empty where no gate was asked of any file yet. ``trend`` is oldest first and ends with this audit.

    ``gains`` works out, when asked, what passing each failed gate is worth to its repository's score, by
    repository and gate (:mod:`~gitops_assets.core.compliance.gains`).
    """

    score: Score = field(default_factory=lambda: Score(None, 1.0))
    categories: Mapping[Category, Score] = field(default_factory=dict)
    repositories: Mapping[str, ScoreRecord] = field(default_factory=dict)
    gates: tuple[GateTally, ...] = ()
    trend: tuple[TrendPoint, ...] = ()
    advisories: str | None = None
    gains: Callable[[], Mapping[tuple[str, str], float]] = field(default=dict, compare=False, repr=False)

    @property
    def slowest(self) -> AskedGate | None:
        """The gate that took longest a repository; None where nothing had to be asked."""
        asked = [tally.gate for tally in self.gates if tally.gate.repositories]
        return max(asked, key=lambda gate: gate.microseconds / gate.repositories, default=None)


def quality_of(
    known: Snapshot,
    asked: Sequence[AskedGate],
    scores: Mapping[str, ScoreRecord],
    trend: Iterable[TrendPoint] = (),
) -> QualitySection:
    """The section of an audit: its answers, the gates it asked and the scores it kept."""
    return QualitySection(
        score=fleet_score(
            (record.score, weight_of(known.states[slug]))
            for slug, record in scores.items()
            if slug in known.states
        ),
        categories=_categories(scores, known.states),
        repositories=scores,
        gates=_tallies(known, asked),
        trend=tuple(trend),
        advisories=known.inputs.advisories,
    )


def weight_of(state: RepositoryState) -> float:
    """How much a repository's score weighs in the fleet's."""
    return CRITICALITY.get(state.criticality or "", _MEDIUM)


def _categories(
    scores: Mapping[str, ScoreRecord], states: Mapping[str, RepositoryState]
) -> dict[Category, Score]:
    weighed: defaultdict[Category, list[tuple[Score, float]]] = defaultdict(list)
    for slug, record in scores.items():
        for category, score in record.categories.items():
            if slug in states:
                weighed[category].append((score, weight_of(states[slug])))
    return {each: fleet_score(weighed[each]) for each in Category if each in weighed}


def _tallies(known: Snapshot, asked: Sequence[AskedGate]) -> tuple[GateTally, ...]:
    counts: defaultdict[str, Counter[Outcome]] = defaultdict(Counter)
    for (_, gate), verdict in known.verdicts.items():
        counts[gate][verdict.outcome] += 1
    return tuple(
        GateTally(gate, {each: counts[gate.id][each] for each in Outcome if counts[gate.id][each]})
        for gate in asked
    )
