"""The report as a person reads it: worst first, findings by severity and rule."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind
from gitops_assets.core.dependencies.inventory import Used
from gitops_assets.core.health import worst_first
from gitops_assets.core.model import FindingRecord, FindingStatus, Severity
from gitops_assets.core.report import Report, RepositoryRow, Rule, Summary, summarise

_KINDS = list(ConflictKind)
_MANY = 4
"""Repositories from which on a reason that most of them have is told once."""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The open findings of one rule at one severity."""

    rule: Rule
    findings: tuple[FindingRecord, ...]


@dataclass(frozen=True, slots=True)
class SeverityGroup:
    """The open findings of one severity, and the same by rule."""

    severity: Severity
    findings: tuple[FindingRecord, ...]
    rules: tuple[RuleGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the readable formats show; the counts are :func:`summarise`'s.

    ``shared`` are reasons of unknown answers that most repositories have, with how many: told once, they
    stand beside no row.
    """

    report: Report
    summary: Summary
    rows: tuple[RepositoryRow, ...]
    groups: tuple[SeverityGroup, ...]
    fixed: tuple[FindingRecord, ...]
    waived: tuple[FindingRecord, ...]
    rules: tuple[Rule, ...]
    conflicts: tuple[Conflict, ...]
    packages: tuple[Used, ...]
    shared: tuple[tuple[str, int], ...] = ()


def view(report: Report) -> View:
    """Arrange a report for reading."""
    rules = rules_of(report)
    shared = _shared(report.repositories)
    return View(
        report=report,
        summary=summarise(report),
        rows=tuple(sorted((_beside(row, shared) for row in report.repositories), key=worst_first)),
        shared=tuple(shared.items()),
        groups=tuple(_groups(report, {rule.id: rule for rule in rules})),
        fixed=tuple(f for f in report.findings if f.status is FindingStatus.FIXED),
        waived=tuple(f for f in report.findings if f.status is FindingStatus.WAIVED),
        rules=rules,
        conflicts=tuple(sorted(report.dependencies.conflicts, key=_worst_first)),
        packages=tuple(sorted(report.dependencies.packages, key=_most_used_first)),
    )


def _shared(rows: Sequence[RepositoryRow]) -> dict[str, int]:
    counts = Counter(reason for row in rows for reason in row.unknown)
    return {reason: n for reason, n in sorted(counts.items()) if n >= _MANY and 2 * n > len(rows)}


def _beside(row: RepositoryRow, shared: Collection[str]) -> RepositoryRow:
    return replace(row, unknown=tuple(reason for reason in row.unknown if reason not in shared))


def fair(findings: Sequence[FindingRecord], most: int) -> Sequence[FindingRecord]:
    """At most so many in the order given: the first of every repository before the second of any."""
    if len(findings) <= most:
        return findings
    seen: Counter[str] = Counter()
    turns = []
    for nth, finding in enumerate(findings):
        turns.append((seen[finding.slug], nth))
        seen[finding.slug] += 1
    return [findings[nth] for nth in sorted(nth for _, nth in sorted(turns)[:most])]


def rules_of(report: Report) -> tuple[Rule, ...]:
    """Every rule by id; a finding whose rule is gone still gets one, so that nothing hangs in the air."""
    gone = {finding.gate: finding for finding in report.findings if finding.gate not in report.rules}
    orphans = [
        Rule(
            id=gate,
            title=f"{gate} (no longer part of this version)",
            doc="This rule is not part of this version any more.",
            remedy="Follow the remedy of the finding, or waive it.",
            severity=finding.severity,
        )
        for gate, finding in gone.items()
    ]
    return tuple(sorted((*report.rules.values(), *orphans), key=lambda rule: rule.id))


def _worst_first(conflict: Conflict) -> tuple[int, int, int, str, str, str]:
    touched = len({claim.slug for claim in conflict.claims})
    breaks = len(conflict.breaks)
    return _KINDS.index(conflict.kind), -breaks, -touched, conflict.ecosystem, conflict.name, conflict.why


def _most_used_first(used: Used) -> tuple[int, str, str, str]:
    return -len(used.repositories), used.kind, used.ecosystem, used.name


def _groups(report: Report, rules: dict[str, Rule]) -> list[SeverityGroup]:
    ranked = sorted(report.open_findings, key=lambda finding: finding.severity.rank)
    return [
        SeverityGroup(severity, found, _by_rule(found, rules))
        for severity, found in ((key, tuple(group)) for key, group in groupby(ranked, lambda f: f.severity))
    ]


def _by_rule(found: tuple[FindingRecord, ...], rules: dict[str, Rule]) -> tuple[RuleGroup, ...]:
    ordered = sorted(found, key=lambda finding: finding.gate)
    return tuple(RuleGroup(rules[gate], tuple(group)) for gate, group in groupby(ordered, lambda f: f.gate))
