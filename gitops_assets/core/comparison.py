"""Two audits of one fleet side by side: what is new, gone, worse and better, and how the sums come about."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gitops_assets.core.changes import Kind
from gitops_assets.core.compliance.movement import Moved
from gitops_assets.core.model import Cause, Change
from gitops_assets.core.times import iso

SCHEMA = "gitops-assets/changes/1"
"""Names the shape of ``changes --json``; a new number when a reader must change."""

OPENED = frozenset({Kind.FINDING_NEW, Kind.FINDING_REOPENED})
CLOSED = frozenset({Kind.FINDING_FIXED, Kind.FINDING_WAIVED})

SECTIONS: Mapping[str, frozenset[Kind]] = {
    "fleet": frozenset(
        {
            Kind.INVENTORY_UNKNOWN,
            Kind.INVENTORY_KNOWN_AGAIN,
            Kind.REPOSITORY_ADDED,
            Kind.REPOSITORY_REMOVED,
            Kind.REPOSITORY_MISSING,
            Kind.REPOSITORY_FOUND,
        }
    ),
    "new": frozenset({Kind.FINDING_NEW}),
    "reopened": frozenset({Kind.FINDING_REOPENED}),
    "worse": frozenset({Kind.FINDING_WORSE}),
    "better": frozenset({Kind.FINDING_BETTER}),
    "fixed": frozenset({Kind.FINDING_FIXED}),
    "waived": frozenset({Kind.FINDING_WAIVED}),
    "scores": frozenset({Kind.SCORE_MOVED}),
    "states": frozenset({Kind.STATE_GAINED, Kind.STATE_LOST, Kind.BRANCH_SWITCHED, Kind.HEAD_MOVED}),
    "dependencies": frozenset({Kind.DEPENDENCY_ADDED, Kind.DEPENDENCY_UPDATED, Kind.DEPENDENCY_REMOVED}),
    "answers": frozenset({Kind.VERDICT_UNKNOWN, Kind.VERDICT_KNOWN_AGAIN}),
}
"""How changes are told, in this order; every kind is in exactly one."""


@dataclass(frozen=True, slots=True)
class Point:
    """One of the two audits: its number, when it finished (epoch seconds), its open findings."""

    audit: int
    finished: int
    findings: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two audits; ``changes`` are sorted, each with its cause."""

    before: Point
    after: Point
    changes: tuple[Change, ...]
    score: Moved

    def section(self, name: str) -> list[Change]:
        """The changes of one of :data:`SECTIONS`."""
        return [change for change in self.changes if change.kind in SECTIONS[name]]

    def findings_by_cause(self) -> dict[Cause, tuple[int, int]]:
        """How many findings each cause opened and closed; opened less closed adds up to the difference."""
        opened = _by_cause(change for change in self.changes if change.kind in OPENED)
        closed = _by_cause(change for change in self.changes if change.kind in CLOSED)
        return {each: (opened[each], closed[each]) for each in Cause if opened[each] or closed[each]}

    def repositories(self) -> dict[str, float]:
        """By repository, by how many points its score moved: the sum of its parts."""
        moved: Counter[str] = Counter()
        for change in self.section("scores"):
            moved[change.slug] += tenths(change.after) - tenths(change.before)
        return {slug: points / 10 for slug, points in sorted(moved.items()) if points}


def _by_cause(changes: Iterable[Change]) -> Counter[Cause]:
    return Counter(change.cause for change in changes)


def tenths(shown: str | None) -> int:
    """A score as changes show it, ``71.3``, in tenths of a point."""
    return round(float(shown or 0) * 10)


def comparison_document(told: Comparison) -> dict[str, object]:
    """The comparison as JSON; times are ISO 8601 in UTC, points are of 100."""
    moved = told.repositories()
    return {
        "schema": SCHEMA,
        "since": _point(told.before),
        "audit": _point(told.after),
        "findings": {
            "before": told.before.findings,
            "after": told.after.findings,
            **{name: len(told.section(name)) for name in _OF_FINDINGS},
            "causes": {
                str(cause): {"opened": opened, "closed": closed}
                for cause, (opened, closed) in told.findings_by_cause().items()
            },
        },
        "score": _score(told.score),
        "repositories": {
            "better": sum(points > 0 for points in moved.values()),
            "worse": sum(points < 0 for points in moved.values()),
            "moved": moved,
        },
        "changes": [_change(change) for change in told.changes],
    }


_OF_FINDINGS = ("new", "reopened", "worse", "better", "fixed", "waived")


def _point(point: Point) -> dict[str, object]:
    return {"id": point.audit, "finished": iso(point.finished)}


def _score(moved: Moved) -> dict[str, object]:
    return {
        "before": moved.before,
        "after": moved.after,
        "delta": moved.delta,
        "causes": {str(cause): points for cause, points in moved.causes.items()},
        "composition": moved.composition,
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "slug": change.slug,
        "kind": change.kind,
        "subject": change.subject,
        "before": change.before,
        "after": change.after,
        "cause": change.cause,
    }
