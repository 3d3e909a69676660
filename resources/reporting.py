"""From the store to the one report that every format renders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from gitops_assets.core.assembly import Scope, build_report, rule_as_asked
from gitops_assets.core.causes import Causes
from gitops_assets.core.changes import compare
from gitops_assets.core.compliance.gains import gains
from gitops_assets.core.compliance.score import Answer, fleet_score, score_of
from gitops_assets.core.compliance.section import QualitySection, TrendPoint, quality_of, weight_of
from gitops_assets.core.compliance.sheets import score_changes, sheets
from gitops_assets.core.gates import GATES
from gitops_assets.core.health import colour_of
from gitops_assets.core.model import Change, FindingRecord, Health
from gitops_assets.core.report import AuditRecord, Report
from gitops_assets.core.snapshot import Snapshot
from resources.dependencies.kept import Kept
from resources.dependencies.knowledge import changes_between
from resources.store.model import AuditRow, Location
from resources.store.scope import scope_of
from resources.store.store import Store

Sheets = Mapping[str, Mapping[str, Answer]]
"""By repository and gate, the answers."""


@dataclass(frozen=True, slots=True)
class AtHand:
    """What whoever carried an audit out has read of it already."""

    now: Snapshot
    kept: Kept


def report_of(store: Store, audit: int, *, since: int | None = None, known: AtHand | None = None) -> Report:
    """The report of one complete audit, the same whenever it is asked for.

    It tells what changed since the audit ``since``, or as recorded since the one before. ``known`` is
    what need not be read again.
    """
    row = store.audit(audit)
    previous = store.told_previous(audit) if since is None else since
    after = known.now if known else snapshot_of(store, audit, findings=since is not None)
    record = AuditRecord(
        id=row.id,
        started=row.started,
        finished=row.finished or row.started,
        previous=previous,
        previous_finished=store.audit(previous).finished if previous is not None else None,
        tool_version=row.inputs.tool_version,
        rule_version=row.inputs.rule_version,
        policy_digest=row.inputs.policy_digest,
        coverage=1.0,
        unknown=0,
    )
    built = build_report(
        record,
        Scope(row.fleet, row.roots, GATES, row.not_looked_into, row.idle_waivers),
        after,
        findings=store.findings(audit, previous, _slugs(store, audit, previous)),
        changes=store.changes(audit) if since is None else compared(store, since, after),
    )
    quality = quality_at(store, audit, after, built.open_findings)
    rules = {tally.gate.id: rule_as_asked(tally.gate) for tally in quality.gates}
    return replace(
        built,
        audit=_as_told(built.audit, row),
        dependencies=(known.kept if known else Kept(store, audit)).section,
        quality=quality,
        rules={**built.rules, **rules},
    )


def _as_told(counted: AuditRecord, row: AuditRow) -> AuditRecord:
    """With what an imported report tells of all answers: its findings alone would make everything known."""
    if row.coverage is None or row.unknown is None:
        return counted
    return replace(counted, coverage=row.coverage, unknown=row.unknown)


_ROUNDED = 0.06
"""Points by which a score in a report may differ from what it was: one decimal is told."""

TREND = 12
"""Audits whose scores a report shows, itself among them."""


def quality_at(store: Store, audit: int, known: Snapshot, found: Collection[FindingRecord]) -> QualitySection:
    """What a report of that audit tells of quality; ``found`` are the findings that were open then."""
    asked = store.gates.asked(audit)
    scores = store.gates.scores(audit, list(known.states))
    section = quality_of(known, asked, scores, _trend(store, audit, known) if scores else ())

    @cache
    def gained() -> Mapping[tuple[str, str], float]:
        # Once for all formats, and only for those that ask: it takes as long as a format.
        return gains(replace(known, findings={each.fingerprint: each for each in found}), asked)

    return replace(section, gains=gained)


def _trend(store: Store, audit: int, known: Snapshot) -> list[TrendPoint]:
    """The fleet's score over the last audits of the same roots, oldest first; weights are those of now."""
    points: list[TrendPoint] = []
    current: int | None = audit
    weights = {slug: weight_of(state) for slug, state in known.states.items()}
    while current is not None and len(points) < TREND:
        scores = store.gates.values(current, list(weights))
        if not scores:
            break
        row = store.audit(current)
        weighed = ((score, weights[slug]) for slug, score in scores.items())
        points.append(TrendPoint(current, row.finished or row.started, fleet_score(weighed)))
        current = store.previous_audit(current)
    return points[::-1]


@dataclass(frozen=True, slots=True)
class Outline:
    """One audit in a line; what is None is not known, because the audit was not completed."""

    row: AuditRow
    repositories: int | None = None
    findings: int | None = None
    health: Health | None = None


def outline_of(store: Store, row: AuditRow) -> Outline:
    """How big and how healthy the fleet was at an audit; the repositories' states are not read for it."""
    if row.status != "complete":
        return Outline(row)
    slugs = in_scope(store.locations(row.id), row.roots).keys()
    found = store.severities(row.id, slugs)
    worst = min(found, key=lambda severity: severity.rank, default=None)
    return Outline(row, len(slugs), len(found), colour_of(worst))


def compared(store: Store, since: int, after: Snapshot) -> tuple[Change, ...]:
    """What changed since an audit that is not the one before: worked out now, as it was never recorded."""
    before, now = snapshot_of(store, since), _against(store, since, after)
    return (
        *compare(before, now),
        *score_changes(*sheets_of(store, before, now), Causes(before, now, GATES).of_answer),
        *changes_between(store, since, after.audit),
    )


def sheets_of(store: Store, before: Snapshot, now: Snapshot) -> tuple[Sheets, Sheets]:
    """What the gates answered at both, with the weights of each audit; nothing of one that asked none.

    A repository is left out where its answers do not give its score: an imported report tells the score, but
    not which gates passed, and a move worked out of the rest would be none.
    """
    return _sheets(store, before), _sheets(store, now)


def _sheets(store: Store, known: Snapshot) -> Sheets:
    asked = store.gates.asked(known.audit)
    if not asked:
        return {}
    told = store.gates.values(known.audit, list(known.states))
    return {
        slug: sheet
        for slug, sheet in sheets(known, asked).items()
        if slug not in told or _same(told[slug].value, score_of(sheet.values()).value)
    }


def _same(one: float | None, other: float | None) -> bool:
    return one == other if one is None or other is None else abs(one - other) < _ROUNDED


def _against(store: Store, since: int, after: Snapshot) -> Snapshot:
    """The same, with the status that each finding has against that audit: new is what it did not know."""
    told = store.findings(after.audit, since, after.states.keys())
    return replace(after, findings={each.fingerprint: each for each in told if each.status.is_open})


def snapshot_of(store: Store, audit: int, *, findings: bool = True) -> Snapshot:
    """The fleet that an audit was about, as of its end; other fleets of the home are left out."""
    slugs = in_scope(store.locations(audit), store.audit(audit).roots).keys()
    return store.snapshot(audit, slugs, findings=findings)


def in_scope(locations: Mapping[str, Location], roots: Sequence[str]) -> dict[str, Location]:
    """Those that stand below one of the roots, or belong there and are missing."""
    belongs = scope_of(roots)
    return {slug: location for slug, location in locations.items() if belongs(location)}


def _slugs(store: Store, audit: int, previous: int | None) -> set[str]:
    """Whose findings are told: of who is in the fleet, and of who left it since the audit before."""
    audits = [audit] if previous is None else [audit, previous]
    return {slug for each in audits for slug in in_scope(store.locations(each), store.audit(each).roots)}
