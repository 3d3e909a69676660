"""How a repository stood before an audit and how it stands after it, as its findings tell it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gitops_assets.core.changes import Kind
from gitops_assets.core.health import colour_of
from gitops_assets.core.model import Change, FindingRecord, FindingStatus, Health, Severity

BEFORE = frozenset({FindingStatus.EXISTING, FindingStatus.FIXED, FindingStatus.WAIVED})
"""A finding of this status was open when the audit began."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The traffic light before an audit and after it."""

    before: Health
    after: Health

    @property
    def moved(self) -> bool:
        """Whether there is something to tell."""
        return self.before is not self.after


def colours_of(findings: Iterable[FindingRecord], changes: Iterable[Change]) -> Colours:
    """The colour that these findings gave before the audit, and the one that they give now.

    ``changes`` say which of them weighed more or less before.
    """
    weighed = _weighed(changes)
    then: list[Severity] = []
    now: list[Severity] = []
    for finding in findings:
        if finding.status in BEFORE:
            then.append(weighed.get((finding.slug, finding.gate, finding.severity), finding.severity))
        if finding.status.is_open:
            now.append(finding.severity)
    return Colours(colour_of(_worst(then)), colour_of(_worst(now)))


def by_slug(findings: Iterable[FindingRecord]) -> Mapping[str, list[FindingRecord]]:
    """The findings of each repository, in their order."""
    found: defaultdict[str, list[FindingRecord]] = defaultdict(list)
    for finding in findings:
        found[finding.slug].append(finding)
    return found


def gates_moved(findings: Iterable[FindingRecord]) -> Mapping[str, bool]:
    """By gate of one repository, whether it fails now (True) or passes now (False); others did not move.

    A gate whose last findings were waived does not pass: somebody decided to live with them.
    """
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    waived: Counter[str] = Counter()
    for finding in findings:
        before[finding.gate] += finding.status in BEFORE
        after[finding.gate] += finding.status.is_open
        waived[finding.gate] += finding.status is FindingStatus.WAIVED
    moved = {gate: bool(after[gate]) for gate in sorted(before) if bool(before[gate]) != bool(after[gate])}
    return {gate: fails for gate, fails in moved.items() if fails or not waived[gate]}


def score_move(changes: Iterable[Change]) -> tuple[float, float] | None:
    """A score before and after, from the chain of its changes; None if it did not move."""
    chain = [change for change in changes if change.kind == Kind.SCORE_MOVED]
    starts = Counter(change.before for change in chain)
    ends = Counter(change.after for change in chain)
    first, last = list(starts - ends), list(ends - starts)
    if not first or not last:
        return None
    return float(first[0] or 0), float(last[0] or 0)


def crossed(before: float, after: float, thresholds: Iterable[float]) -> list[tuple[float, bool]]:
    """The thresholds between two scores, and whether the score rose over them; sorted.

    A score that is exactly at a threshold is not below it.
    """
    return [(each, after >= each) for each in sorted(set(thresholds)) if (before >= each) != (after >= each)]


def _weighed(changes: Iterable[Change]) -> Mapping[tuple[str, str, str], Severity]:
    kinds = (Kind.FINDING_WORSE, Kind.FINDING_BETTER)
    return {
        (change.slug, change.subject, change.after or ""): Severity(change.before)
        for change in changes
        if change.kind in kinds and change.before
    }


def _worst(severities: Iterable[Severity]) -> Severity | None:
    return min(severities, key=lambda severity: severity.rank, default=None)
