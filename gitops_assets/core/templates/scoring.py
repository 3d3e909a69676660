"""How well a repository keeps to a template: one number from 0 to 100 that adds up.

Everything that a template demands has a weight: each file of its newest render that of its rule (1 unless the
overlay says otherwise, 0: not at all), each required file and folder :data:`REQUIRED`, being at the newest
version :data:`CURRENCY`. Each fault loses a share of its weight (:data:`LOSSES`; of a version a quarter for
each release behind, all of it where the template was never applied; all of an edited ``whole`` file). A file
that the template took away loses from what there is, it adds no demand. The score is::

    100 * max(0, 1 - sum(weight * share of the faults) / sum(weight of the demands))

and 100 where nothing is demanded. It adds up: the points of :func:`losses` and the score make 100. It is
monotone: a further fault leaves the demands as they are and adds to what is lost, so it never raises a score.
Levels are those of the compliance score, and so is what is unknown: it has no score and lowers the coverage.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gitops_assets.core.compliance.score import Score, fleet_score
from gitops_assets.core.templates.model import Cell, Drift, DriftedFile, MergeKind

REQUIRED = 2.0
"""What a required file or folder weighs, in files."""

CURRENCY = 1.0
"""What being at the newest version weighs, in files."""

RELEASES = 4
"""So many releases behind, and the weight of being current is lost altogether."""

LOSSES: Mapping[Cell, float] = {
    Cell.UNCHANGED: 0.0,
    Cell.ADAPTED: 0.25,
    Cell.OUTDATED: 0.5,
    Cell.EXTRA: 0.5,
    Cell.CONFLICT: 1.0,
    Cell.MISSING: 1.0,
}
"""The share of a file's weight that each cell loses."""


class Demand(StrEnum):
    """What a template can demand: the rules that compliance is told by."""

    FILE = "file"
    REQUIRED = "required"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Loss:
    """What one demand weighs and loses; ``points`` of the 100 are lost by it."""

    demand: Demand
    path: str
    weight: float
    share: float
    points: float = 0.0


def losses(drift: Drift) -> tuple[Loss, ...]:
    """Every fault with the points it costs, the dearest first; points and score add up to 100.

    Where faults weigh more than what is demanded, the last of them cost what is left.
    """
    total = demanded(drift)
    faults = sorted((each for each in _faults(drift) if each.weight * each.share), key=_order)
    left, found = 100.0, list[Loss]()
    for each in faults:
        points = min(left, 100.0 * each.weight * each.share / total) if total else 0.0
        left -= points
        found.append(Loss(each.demand, each.path, each.weight, each.share, points))
    return tuple(found)


def demanded(drift: Drift) -> float:
    """The weight of everything that the template demands; whether it is there does not matter."""
    files = sum(each.weight for each in drift.files if each.cell is not Cell.EXTRA)
    return files + REQUIRED * max(drift.required, len(drift.missing_required)) + CURRENCY


def template_score(drift: Drift) -> Score:
    """The score of one repository against one template; no value where that is unknown."""
    if drift.unknown is not None:
        return Score(None, 0.0)
    lost = sum(each.weight * each.share for each in _faults(drift))
    return Score(100.0 * max(0.0, 1.0 - lost / demanded(drift)), 1.0)


def share_lost(file: DriftedFile) -> float:
    """The share of its weight that a file loses: what may not be edited at all is lost by an edit."""
    whole = file.merge is MergeKind.WHOLE and file.cell is Cell.ADAPTED
    return 1.0 if whole else LOSSES[file.cell]


def together(drifts: Iterable[Drift]) -> Score:
    """The score over several templates, or of one over a fleet: the mean, each counting the same."""
    return fleet_score((template_score(each), 1.0) for each in drifts)


def over_fleet(drifts: Iterable[Drift], weights: Mapping[str, float]) -> Score:
    """The mean of the repositories' scores by ``weights`` (1 where it names none)."""
    scores = ((each.slug, template_score(each)) for each in drifts)
    return mean_of(((slug, score.value, score.coverage) for slug, score in scores), weights)


def mean_of(values: Iterable[tuple[str, float | None, float]], weights: Mapping[str, float]) -> Score:
    """The same of repositories, scores and coverages; what follows several templates counts once."""
    by_slug: defaultdict[str, list[Score]] = defaultdict(list)
    for slug, value, coverage in values:
        by_slug[slug].append(Score(value, coverage))
    means = ((fleet_score((score, 1.0) for score in by_slug[slug]), slug) for slug in sorted(by_slug))
    return fleet_score((score, weights.get(slug, 1.0)) for score, slug in means)


@dataclass(frozen=True, slots=True)
class RuleTally:
    """One demand of one template over the fleet: in how many repositories each cell occurs.

    ``points`` is what the repositories lose by it together, ``failing`` how many lose anything.
    """

    template: str
    demand: Demand
    path: str
    failing: int
    points: float
    cells: Mapping[Cell, int] = field(default_factory=dict)


def tallied(drifts: Iterable[Drift]) -> tuple[RuleTally, ...]:
    """Every demand that somebody fails or carries as a file, by template, the dearest first."""
    cells: defaultdict[tuple[str, Demand, str], Counter[Cell]] = defaultdict(Counter)
    points: defaultdict[tuple[str, Demand, str], list[float]] = defaultdict(list)
    for drift in drifts:
        for each in losses(drift):
            points[drift.template, each.demand, each.path].append(each.points)
        for file in drift.files:
            cells[drift.template, Demand.FILE, file.path][file.cell] += 1
    found = [
        RuleTally(
            *key,
            len(points[key]),
            sum(points[key]),
            {each: cells[key][each] for each in Cell if cells[key][each]},
        )
        for key in {*points, *cells}
    ]
    return tuple(sorted(found, key=lambda each: (each.template, -each.points, each.demand, each.path)))


def _faults(drift: Drift) -> Iterator[Loss]:
    for file in drift.files:
        yield Loss(Demand.FILE, file.path, file.weight, share_lost(file))
    for path in drift.missing_required:
        yield Loss(Demand.REQUIRED, path, REQUIRED, 1.0)
    yield Loss(Demand.CURRENT, "", CURRENCY, min(1.0, drift.behind / RELEASES) if drift.applied else 1.0)


def _order(loss: Loss) -> tuple[float, str, str]:
    return -loss.weight * loss.share, loss.demand, loss.path
