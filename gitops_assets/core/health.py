"""How healthy a repository is, and in which order repositories are shown.

The formula, on purpose one that fits in a head: **red** if any open finding is high or critical, else
**yellow** if any is low or medium, else **green**. Info never changes the colour, and neither does an unknown
answer: what could not be seen is shown beside the colour, not mixed into it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from gitops_assets.core.gates.words import gates_named
from gitops_assets.core.model import (
    FindingRecord,
    Health,
    Outcome,
    RepositoryState,
    Severity,
)
from gitops_assets.core.report import RepositoryRow
from gitops_assets.core.snapshot import Verdict
from gitops_assets.core.urgency import most_urgent

_HEALTH = {health: place for place, health in enumerate(Health)}


def health_of(findings: Iterable[FindingRecord]) -> Health:
    """The colour of the worst open finding; closed ones do not count."""
    return colour_of(worst_of(findings))


def colour_of(worst: Severity | None) -> Health:
    """The colour that the worst severity gives; green without any."""
    if worst is None or worst.rank > Severity.LOW.rank:
        return Health.GREEN
    return Health.RED if worst.rank <= Severity.HIGH.rank else Health.YELLOW


def worst_of(findings: Iterable[FindingRecord]) -> Severity | None:
    """The worst severity among the open findings, ``None`` without any."""
    open_ones = (f.severity for f in findings if f.status.is_open)
    return min(open_ones, key=lambda severity: severity.rank, default=None)


def row_of(
    state: RepositoryState, findings: Iterable[FindingRecord], verdicts: Mapping[str, Verdict]
) -> RepositoryRow:
    """One repository with its verdict, from its findings and its gates' answers by gate id.

    ``unknown`` holds one ``gate: why`` for each reason that leaves an answer unknown, or a fail that may have
    more findings, or ``18 gates: why`` where one reason explains several, sorted. ``exempt`` holds one
    ``gate: why`` for each answer with waivers.
    """
    live = [finding for finding in findings if finding.status.is_open]
    worst = worst_of(live)
    return RepositoryRow(
        state=state,
        health=colour_of(worst),
        findings=len(live),
        worst=worst,
        unknown=_unknown(verdicts),
        exempt=_exempt(verdicts),
    )


def _unknown(verdicts: Mapping[str, Verdict]) -> tuple[str, ...]:
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for gate, verdict in verdicts.items():
        if verdict.partial:
            reasons[verdict.rest or verdict.why or "no reason was given"].append(gate)
    return tuple(sorted(f"{gates_named(gates)}: {why}" for why, gates in reasons.items()))


def _exempt(verdicts: Mapping[str, Verdict]) -> tuple[str, ...]:
    # An answer that fails has a reason only where some of its findings are waived and others are not.
    return tuple(
        f"{gate}: {verdict.why or 'no reason was given'}"
        for gate, verdict in sorted(verdicts.items())
        if verdict.outcome is Outcome.EXEMPT or (verdict.outcome is Outcome.FAIL and verdict.why)
    )


def worst_first(row: RepositoryRow) -> tuple[int, int, list[int], str]:
    """Sort key of rows: health, then the worst open finding, then the most urgent state, then the slug."""
    severity = len(Severity) if row.worst is None else row.worst.rank
    return _HEALTH[row.health], severity, *most_urgent(row.state)
