"""Why the fleet's score moved: the parts of every cause, and what came of who is in the fleet."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gitops_assets.core.compliance.attribution import attributed
from gitops_assets.core.compliance.score import Sheet, fleet_score, score_of
from gitops_assets.core.model import Cause

Weights = Mapping[str, float]
"""By repository, how much its score weighs in the fleet's."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The fleet's score at two audits, in points of 100; None where none was known.

    ``causes`` holds what each cause did to repositories that both audits scored, by their weight now. What is
    left is ``composition``: repositories came, went, were scored for the first or last time, or weigh
    differently. Causes and composition add up to the difference, where no score counts as 0.
    """

    before: float | None
    after: float | None
    causes: Mapping[Cause, float]
    composition: float

    @property
    def delta(self) -> float:
        """The whole difference."""
        return (self.after or 0.0) - (self.before or 0.0)


def fleet_movement(
    before: tuple[Mapping[str, Sheet], Weights],
    after: tuple[Mapping[str, Sheet], Weights],
    cause: Callable[[str, str], Cause],
) -> Moved:
    """The parts of the move from one audit's sheets and weights to another's."""
    (sheets_then, weights_then), (sheets_now, weights_now) = before, after
    then, now = _fleet(sheets_then, weights_then), _fleet(sheets_now, weights_now)
    valued = {slug for slug, sheet in sheets_now.items() if score_of(sheet.values()).value is not None}
    total = sum(weights_now[slug] for slug in valued)
    points: defaultdict[Cause, float] = defaultdict(float)
    for slug in valued & sheets_then.keys():
        if score_of(sheets_then[slug].values()).value is not None:
            for part in attributed(sheets_then[slug], sheets_now[slug], lambda gate: cause(slug, gate)):  # noqa: B023 - called at once
                points[part.cause] += part.points * weights_now[slug] / total
    causes = {each: points[each] for each in Cause if points[each]}
    rest = (now or 0.0) - (then or 0.0) - sum(causes.values())
    return Moved(then, now, causes, rest)


def _fleet(sheets: Mapping[str, Sheet], weights: Weights) -> float | None:
    return fleet_score((score_of(sheet.values()), weights[slug]) for slug, sheet in sheets.items()).value
