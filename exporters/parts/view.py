"""The report as a person reads it: worst first, findings by severity and rule."""

from dataclasses import dataclass
from itertools import groupby

from gitops_assets.core.health import worst_first
from gitops_assets.core.model import FindingRecord, FindingStatus, Severity
from gitops_assets.core.report import Report, RepositoryRow, Rule, Summary, summarise


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
    """What the readable formats show; the counts are :func:`summarise`'s."""

    report: Report
    summary: Summary
    rows: tuple[RepositoryRow, ...]
    groups: tuple[SeverityGroup, ...]
    fixed: tuple[FindingRecord, ...]
    waived: tuple[FindingRecord, ...]
    rules: tuple[Rule, ...]


def view(report: Report) -> View:
    """Arrange a report for reading."""
    rules = rules_of(report)
    return View(
        report=report,
        summary=summarise(report),
        rows=tuple(sorted(report.repositories, key=worst_first)),
        groups=tuple(_groups(report, {rule.id: rule for rule in rules})),
        fixed=tuple(f for f in report.findings if f.status is FindingStatus.FIXED),
        waived=tuple(f for f in report.findings if f.status is FindingStatus.WAIVED),
        rules=rules,
    )


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


def _groups(report: Report, rules: dict[str, Rule]) -> list[SeverityGroup]:
    ranked = sorted(report.open_findings, key=lambda finding: finding.severity.rank)
    return [
        SeverityGroup(severity, found, _by_rule(found, rules))
        for severity, found in ((key, tuple(group)) for key, group in groupby(ranked, lambda f: f.severity))
    ]


def _by_rule(found: tuple[FindingRecord, ...], rules: dict[str, Rule]) -> tuple[RuleGroup, ...]:
    ordered = sorted(found, key=lambda finding: finding.gate)
    return tuple(RuleGroup(rules[gate], tuple(group)) for gate, group in groupby(ordered, lambda f: f.gate))
