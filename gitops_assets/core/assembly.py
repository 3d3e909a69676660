"""How what an audit knows becomes the one report that every format renders."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gitops_assets.core.changes import change_order
from gitops_assets.core.compliance.record import AskedGate
from gitops_assets.core.gates.model import Gate
from gitops_assets.core.health import row_of, worst_first
from gitops_assets.core.model import Change, FindingRecord, IdleWaiver, Outcome, Unseen
from gitops_assets.core.registry import Registry
from gitops_assets.core.report import AuditRecord, Report, RepositoryRow, Rule
from gitops_assets.core.snapshot import Snapshot, Verdict

KNOWN = frozenset({Outcome.PASS, Outcome.FAIL, Outcome.EXEMPT})
"""Answers that say something; skip is no question, unknown is no answer."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What was audited and by which gates: the fleet's name, its roots as the user named them.

    And what was not: folders that nobody could look into, waivers that excused nothing.
    """

    fleet: str
    roots: tuple[str, ...]
    gates: Registry[Gate]
    not_looked_into: tuple[Unseen, ...] = ()
    idle_waivers: tuple[IdleWaiver, ...] = ()


def build_report(
    audit: AuditRecord,
    scope: Scope,
    after: Snapshot,
    *,
    findings: Iterable[FindingRecord] = (),
    changes: Iterable[Change] = (),
) -> Report:
    """The report of one audit, sorted; it is generated when the audit finished.

    ``findings`` are the open ones and those fixed by this audit, as the store judged their status.
    The audit's ``coverage`` and ``unknown`` are counted here, from the snapshot.
    """
    listed = tuple(sorted(findings, key=finding_order))
    coverage, unknown = coverage_of(after.verdicts.values())
    return Report(
        generated=audit.finished,
        audit=replace(audit, coverage=coverage, unknown=unknown),
        fleet=scope.fleet,
        roots=scope.roots,
        inventory=after.inventory,
        repositories=_rows(after, listed),
        findings=listed,
        changes=tuple(sorted(changes, key=change_order)),
        rules={gate.id: rule_of(gate) for gate in scope.gates},
        not_looked_into=tuple(sorted(scope.not_looked_into)),
        idle_waivers=tuple(sorted(scope.idle_waivers)),
    )


def coverage_of(verdicts: Iterable[Verdict]) -> tuple[float, int]:
    """Known answers / applicable answers (1.0 when none applies), and the number of unknown ones."""
    outcomes = [verdict.outcome for verdict in verdicts]
    known = sum(outcome in KNOWN for outcome in outcomes)
    unknown = outcomes.count(Outcome.UNKNOWN)
    applicable = known + unknown
    return (known / applicable if applicable else 1.0), unknown


def rule_of(gate: Gate) -> Rule:
    """A gate as reports describe it."""
    return Rule(
        id=gate.id,
        title=gate.title,
        doc=gate.doc.strip(),
        remedy=gate.remedy,
        severity=gate.severity,
        category=gate.category,
    )


def rule_as_asked(asked: AskedGate) -> Rule:
    """The same of a gate as some audit asked it, which may be one of the fleet's own."""
    return Rule(
        id=asked.id,
        title=asked.title,
        doc=asked.doc,
        remedy=asked.remedy,
        severity=asked.severity,
        category=asked.category,
    )


def finding_order(finding: FindingRecord) -> tuple[bool, int, str, str, str, int, str]:
    """Sort key of findings: open before closed, worst first, then by repository, gate and place."""
    closed = not finding.status.is_open
    place = finding.path, finding.line, finding.fingerprint
    return closed, finding.severity.rank, finding.slug, finding.gate, *place


def _rows(after: Snapshot, findings: Iterable[FindingRecord]) -> tuple[RepositoryRow, ...]:
    found: defaultdict[str, list[FindingRecord]] = defaultdict(list)
    for finding in findings:
        found[finding.slug].append(finding)
    verdicts: defaultdict[str, dict[str, Verdict]] = defaultdict(dict)
    for (slug, gate), verdict in after.verdicts.items():
        verdicts[slug][gate] = verdict
    rows = (row_of(state, found[slug], verdicts[slug]) for slug, state in after.states.items())
    return tuple(sorted(rows, key=worst_first))
