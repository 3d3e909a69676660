"""What an audit changed, as events that others can be told of.

Pure: the same report gives the same events, in the same order. The first audit of a fleet has nothing to be
compared with, so it says only that it is done: who begins to watch a fleet is not told of its whole past.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gitops_assets.core.changes import Kind
from gitops_assets.core.events.model import Event, EventKind, Value
from gitops_assets.core.events.standing import (
    Colours,
    by_slug,
    colours_of,
    crossed,
    gates_moved,
    score_move,
)
from gitops_assets.core.events.templates import newly_drifted
from gitops_assets.core.model import Change, FindingRecord, FindingStatus, Health, Severity
from gitops_assets.core.report import Report, RepositoryRow, summarise
from gitops_assets.core.text import display

SCORE_THRESHOLDS = (40.0, 60.0, 75.0, 90.0)
"""Scores whose crossing is told unless a fleet says otherwise: the floors of the letters D, C, B and A."""

MOST_CHANGES = 20
"""Changes of one repository that its event lists; the others are counted."""

LONGEST = 300
"""Characters of a title; what was cut stands in the details."""

_AUDIT = "audit:"
_TEMPLATES = "templates"
_ORDER = {kind: place for place, kind in enumerate(EventKind)}
_STATUS = {
    FindingStatus.NEW: EventKind.FINDING_OPENED,
    FindingStatus.REOPENED: EventKind.FINDING_REOPENED,
    FindingStatus.FIXED: EventKind.FINDING_FIXED,
    FindingStatus.WAIVED: EventKind.FINDING_WAIVED,
}
_TURNS = {
    EventKind.FINDING_REOPENED: "Back again: ",
    EventKind.FINDING_FIXED: "Fixed: ",
    EventKind.FINDING_WAIVED: "Waived: ",
    EventKind.FINDING_GONE: "Gone with its repository: ",
}
_WHOLE: Mapping[str, EventKind] = {
    Kind.REPOSITORY_ADDED: EventKind.REPOSITORY_ADDED,
    Kind.REPOSITORY_FOUND: EventKind.REPOSITORY_ADDED,
    Kind.REPOSITORY_REMOVED: EventKind.REPOSITORY_REMOVED,
    Kind.REPOSITORY_MISSING: EventKind.REPOSITORY_REMOVED,
}
_WORDS = {
    "added": "is new in the fleet",
    "found": "is here again",
    "removed": "left the fleet",
    "missing": "is missing",
}
_MOVES = frozenset(
    {
        Kind.BRANCH_SWITCHED,
        Kind.HEAD_MOVED,
        Kind.STATE_GAINED,
        Kind.STATE_LOST,
        Kind.DEPENDENCY_ADDED,
        Kind.DEPENDENCY_UPDATED,
        Kind.DEPENDENCY_REMOVED,
    }
)
_COLOUR = {Health.RED: Severity.HIGH, Health.YELLOW: Severity.MEDIUM, Health.GREEN: Severity.INFO}


def transitions(report: Report, thresholds: Sequence[float] = SCORE_THRESHOLDS) -> tuple[Event, ...]:
    """Everything that this audit changed, each once, sorted by repository, kind and subject.

    ``thresholds`` are scores from 0 to 100 whose crossing is told.
    """
    audit = _Audit.of(report)
    found = [_completed(audit)]
    if report.audit.previous is not None:
        for slug in sorted({*audit.findings, *audit.changes, *audit.rows} - {""}):
            found += _of_repository(audit, slug, thresholds)
        found += _of_fleet(audit, thresholds)
    return tuple(sorted(found, key=event_order))


def event_order(event: Event) -> tuple[str, int, str]:
    """Sort key of the events of one audit: the fleet's own first."""
    return event.slug, _ORDER[event.kind], event.subject


def cause_of(audit: int) -> str:
    """How events name the audit that they follow from."""
    return f"{_AUDIT}{audit}"


def told_with(audit: int) -> str:
    """The id of the event that says that an audit is done; the others of it are kept together with it."""
    done = Event(
        kind=EventKind.AUDIT_COMPLETED, at=0, subject=str(audit), cause=cause_of(audit), title="done"
    )
    return done.id


def audit_behind(event: Event) -> int | None:
    """The audit that an event follows from; None where it follows from something else."""
    number = event.cause.removeprefix(_AUDIT)
    return int(number) if number != event.cause and number.isdecimal() else None


@dataclass(frozen=True, slots=True)
class _Audit:
    report: Report
    rows: Mapping[str, RepositoryRow]
    findings: Mapping[str, Sequence[FindingRecord]]
    changes: Mapping[str, Sequence[Change]] = field(default_factory=dict)

    @classmethod
    def of(cls, report: Report) -> "_Audit":
        changes: defaultdict[str, list[Change]] = defaultdict(list)
        for change in report.changes:
            changes[change.slug].append(change)
        rows = {row.state.slug: row for row in report.repositories}
        return cls(report, rows, by_slug(report.findings), changes)

    def event(
        self,
        kind: EventKind,
        title: str,
        *,
        slug: str = "",
        subject: str = "",
        severity: Severity | None = None,
        details: Mapping[str, Value] | None = None,
    ) -> Event:
        """An event of this audit, with what is known of its repository."""
        row = self.rows.get(slug)
        return Event(
            kind=kind,
            at=self.report.audit.finished,
            slug=slug,
            subject=subject,
            cause=cause_of(self.report.audit.id),
            severity=severity,
            owner=row.state.owner if row else None,
            tags=row.state.tags if row else (),
            title=short(title),
            details={**(details or {}), **({"standing": self._standing(row)} if row else {})},
        )

    def _standing(self, row: RepositoryRow) -> dict[str, Value]:
        """How the repository stands now; what a commit status or a comment says."""
        record = self.report.quality.repositories.get(row.state.slug)
        score = record.score.value if record else None
        origin = next((remote.url for remote in row.state.remotes), None)
        return {
            "commit": row.state.head,
            "branch": display(row.state.branch) if row.state.branch else None,
            "url": display(origin) if origin else None,
            "health": row.health.value,
            "findings": row.findings,
            "worst": row.worst.value if row.worst else None,
            "score": None if score is None else round(score, 1),
        }


def short(text: str) -> str:
    """A title on one line and of bounded length, safe to show."""
    shown = display(text)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _completed(audit: _Audit) -> Event:
    report, counts = audit.report, summarise(audit.report)
    score = report.quality.score.value
    opened = sum(counts.statuses.get(each, 0) for each in (FindingStatus.NEW, FindingStatus.REOPENED))
    mended = [finding for finding in report.findings if finding.status is FindingStatus.FIXED]
    left = {slug for slug, changes in audit.changes.items() if _is(changes, EventKind.REPOSITORY_REMOVED)}
    fixed = sum(finding.slug not in left for finding in mended)
    details: dict[str, Value] = {
        "audit": report.audit.id,
        "fleet": display(report.fleet),
        "repositories": counts.repositories,
        "health": report.health.value,
        "score": None if score is None else round(score, 1),
        "findings": {each.value: count for each, count in counts.severities.items()},
        "opened": opened,
        "fixed": fixed,
        "first": report.audit.previous is None,
    }
    title = (
        f"{report.fleet}: {len(report.open_findings)} findings in {counts.repositories} repositories, "
        f"{opened} opened, {fixed} fixed"
    )
    return audit.event(EventKind.AUDIT_COMPLETED, title, subject=str(report.audit.id), details=details)


def _of_repository(audit: _Audit, slug: str, thresholds: Sequence[float]) -> Iterator[Event]:
    changes, findings = audit.changes.get(slug, ()), audit.findings.get(slug, ())
    yield from _whole(audit, slug, changes)
    yield from _changed(audit, slug, changes)
    yield from (_finding(audit, each, changes) for each in findings if each.status in _STATUS)
    if slug not in audit.rows or _is(changes, EventKind.REPOSITORY_ADDED):
        return
    gone = _is(changes, EventKind.REPOSITORY_REMOVED)
    yield from (
        event for event in _gates(audit, slug, findings) if event.kind is EventKind.GATE_FAILED or not gone
    )
    if not gone:
        yield from _scores(audit, slug, _known_move(audit, slug), thresholds)
    yield from _health(audit, slug, colours_of(findings, changes))
    yield from () if gone else _drifts(audit, slug, findings)


def _drifts(audit: _Audit, slug: str, findings: Sequence[FindingRecord]) -> Iterator[Event]:
    """Drift that the audit before did not find, an event for each template."""
    drifts = audit.report.templates.of.get(slug, ())
    rules = audit.report.rules
    told = [each for each in findings if each.gate in rules and rules[each.gate].category == _TEMPLATES]
    for drift in drifts if told else ():
        details = newly_drifted(drift, told)
        if details is not None:
            words = "a new finding" if details["count"] == 1 else f"{details['count']} new findings"
            yield audit.event(
                EventKind.DRIFT_DETECTED,
                f"{slug} drifted from {drift.template}: {words}",
                slug=slug,
                subject=drift.template,
                severity=Severity.LOW,
                details=details,
            )


def _is(changes: Sequence[Change], kind: EventKind) -> bool:
    """Whether the repository came or went: what it brings, or takes with it, is not a move of its own."""
    return any(_WHOLE.get(change.kind) is kind for change in changes)


def _known_move(audit: _Audit, slug: str) -> tuple[float, float] | None:
    """How a score moved; one that was not known on one side is 0 in the chain, and did not move."""
    record = audit.report.quality.repositories.get(slug)
    move = score_move(audit.changes.get(slug, ()))
    return move if move and move[0] and record and record.score.value is not None else None


def _whole(audit: _Audit, slug: str, changes: Sequence[Change]) -> Iterator[Event]:
    for change in changes:
        kind = _WHOLE.get(change.kind)
        if kind is not None:
            how = str(change.kind).removeprefix("repository-")
            details: dict[str, Value] = {"how": how, "why": change.cause.value, "after": change.after}
            yield audit.event(kind, f"{slug} {_WORDS[how]}", slug=slug, details=details)


def _changed(audit: _Audit, slug: str, changes: Sequence[Change]) -> Iterator[Event]:
    moves = [change for change in changes if change.kind in _MOVES]
    if moves:
        listed: list[Value] = [_move(change) for change in moves[:MOST_CHANGES]]
        details: dict[str, Value] = {"changes": listed, "count": len(moves)}
        words = ", ".join(dict.fromkeys(str(change.kind).replace("-", " ") for change in moves))
        yield audit.event(EventKind.REPOSITORY_CHANGED, f"{slug}: {words}", slug=slug, details=details)


def _move(change: Change) -> dict[str, Value]:
    return {
        "kind": str(change.kind),
        "subject": display(change.subject),
        "before": display(change.before) if change.before else None,
        "after": display(change.after) if change.after else None,
        "why": change.cause.value,
    }


def _finding(audit: _Audit, finding: FindingRecord, changes: Sequence[Change]) -> Event:
    kind = _STATUS[finding.status]
    if kind is EventKind.FINDING_FIXED and _is(changes, EventKind.REPOSITORY_REMOVED):
        kind = EventKind.FINDING_GONE
    told = next((change for change in changes if _tells(change, finding)), None)
    details = finding_details(finding) | {"why": told.cause.value if told else None}
    return audit.event(
        kind,
        f"{_TURNS.get(kind, '')}{finding.message} ({finding.gate} in {finding.slug})",
        slug=finding.slug,
        subject=finding.fingerprint,
        severity=finding.severity,
        details=details,
    )


def finding_details(finding: FindingRecord) -> dict[str, Value]:
    """A finding as the details of an event tell it."""
    return {
        "gate": finding.gate,
        "fingerprint": finding.fingerprint,
        "message": display(finding.message),
        "path": display(finding.path),
        "line": finding.line,
        "remedy": display(finding.remedy),
        "opened_at": finding.opened_at,
    }


def _tells(change: Change, finding: FindingRecord) -> bool:
    about = change.subject == finding.gate and str(change.kind).startswith("finding-")
    return about and finding.message in (change.before, change.after)


def _gates(audit: _Audit, slug: str, findings: Sequence[FindingRecord]) -> Iterator[Event]:
    for gate, fails in gates_moved(findings).items():
        live = [each for each in findings if each.gate == gate and each.status.is_open]
        rule = audit.report.rules.get(gate)
        title = f": {rule.title}" if rule else ""
        yield audit.event(
            EventKind.GATE_FAILED if fails else EventKind.GATE_PASSED,
            f"{slug} {'fails' if fails else 'passes'} {gate}{title}",
            slug=slug,
            subject=gate,
            severity=min((each.severity for each in live), key=lambda worst: worst.rank, default=None),
            details={"gate": gate, "findings": len(live)},
        )


def _scores(
    audit: _Audit, slug: str, move: tuple[float, float] | None, thresholds: Sequence[float]
) -> Iterator[Event]:
    before, after = move or (0.0, 0.0)
    for threshold, rose in crossed(before, after, thresholds):
        who = slug or audit.report.fleet
        direction = "rose over" if rose else "fell below"
        yield audit.event(
            EventKind.SCORE_CROSSED,
            f"The score of {who} {direction} {threshold:g}: {before:.1f} to {after:.1f}",
            slug=slug,
            subject=f"{threshold:g}",
            severity=Severity.INFO if rose else Severity.MEDIUM,
            details={
                "threshold": threshold,
                "before": round(before, 1),
                "after": round(after, 1),
                "direction": "up" if rose else "down",
            },
        )


def _health(audit: _Audit, slug: str, colours: Colours) -> Iterator[Event]:
    if colours.moved:
        yield audit.event(
            EventKind.HEALTH_CHANGED,
            f"{slug or audit.report.fleet} turned {colours.after} from {colours.before}",
            slug=slug,
            severity=_COLOUR[colours.after],
            details={"before": colours.before.value, "after": colours.after.value},
        )


def _of_fleet(audit: _Audit, thresholds: Sequence[float]) -> Iterator[Event]:
    points = audit.report.quality.trend[-2:]
    values = [point.score.value for point in points if point.score.value is not None]
    if len(values) == len(("before", "after")):
        yield from _scores(audit, "", (values[0], values[1]), thresholds)
    yield from _health(audit, "", colours_of(audit.report.findings, audit.report.changes))
