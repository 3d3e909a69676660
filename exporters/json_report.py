"""The whole report for machines, in the shape that ``docs/report.schema.json`` fixes."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TypeVar

from exporters.model import Exporter, of_report
from exporters.parts.text import json_bytes
from gitops_assets.core.compliance.document import quality_document, score_document
from gitops_assets.core.dependencies.section_document import counts_document, section_document
from gitops_assets.core.model import Change, FindingRecord
from gitops_assets.core.report import (
    SCHEMA,
    AuditRecord,
    Report,
    RepositoryRow,
    Rule,
    Summary,
    summarise,
)
from gitops_assets.core.state.document import state_document
from gitops_assets.core.templates.document import following_document, templates_document
from gitops_assets.core.times import iso

Name = TypeVar("Name", bound=str)


def document(report: Report) -> dict[str, object]:
    """The report as one JSON object. Times are ISO 8601 in UTC, ``null`` is *not known*."""
    return {
        "schema": SCHEMA,
        "generated": iso(report.generated),
        "audit": audit_document(report.audit),
        "fleet": fleet_document(report),
        "repositories": [repository_document(row, report) for row in report.repositories],
        "findings": [finding_document(finding) for finding in report.findings],
        "changes": [change_document(change) for change in report.changes],
        "rules": [rule_document(report.rules[key]) for key in sorted(report.rules)],
        "dependencies": section_document(report.dependencies),
        "quality": quality_document(report.quality),
        "templates": templates_document(report.templates),
        "summary": summary_document(summarise(report)),
    }


def render(report: Report) -> bytes:
    """``report.json``."""
    return json_bytes(document(report))


def audit_document(audit: AuditRecord) -> dict[str, object]:
    """Which evaluation of the fleet this is."""
    return {
        "id": audit.id,
        "started": iso(audit.started),
        "finished": iso(audit.finished),
        "previous": audit.previous,
        "previous_finished": iso(audit.previous_finished),
        "tool_version": audit.tool_version,
        "rule_version": audit.rule_version,
        "policy_digest": audit.policy_digest,
        "coverage": audit.coverage,
        "unknown": audit.unknown,
    }


def fleet_document(report: Report) -> dict[str, object]:
    """The fleet and what is known of its inventory."""
    listed = report.inventory
    return {
        "name": report.fleet,
        "roots": list(report.roots),
        "health": report.health,
        "inventory": {
            "configured": listed.configured,
            "repositories": None if listed.unknown is not None else len(listed.entries),
            "unknown": listed.unknown,
        },
        "not_looked_into": [asdict(unseen) for unseen in report.not_looked_into],
        "idle_waivers": [asdict(waiver) for waiver in report.idle_waivers],
    }


def repository_document(row: RepositoryRow, report: Report) -> dict[str, object]:
    """One repository with its verdict and score, and what was made of it by templates."""
    return {
        **state_document(row.state),
        "health": row.health,
        "findings": row.findings,
        "worst": row.worst,
        "unknown": list(row.unknown),
        "exempt": list(row.exempt),
        **score_document(report.quality, row.state.slug),
        **following_document(report.templates, row.state.slug),
    }


def finding_document(finding: FindingRecord) -> dict[str, object]:
    """One finding."""
    return {
        "gate": finding.gate,
        "slug": finding.slug,
        "severity": finding.severity,
        "message": finding.message,
        "path": finding.path,
        "line": finding.line,
        "remedy": finding.remedy,
        "fingerprint": finding.fingerprint,
        "status": finding.status,
        "opened": iso(finding.opened_at),
        "verified": iso(finding.verified_at),
        "snippet": finding.snippet,
    }


def change_document(change: Change) -> dict[str, object]:
    """One difference to the audit before."""
    return {
        "slug": change.slug,
        "kind": change.kind,
        "subject": change.subject,
        "before": change.before,
        "after": change.after,
        "cause": change.cause,
    }


def rule_document(rule: Rule) -> dict[str, object]:
    """One gate."""
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "doc": rule.doc,
        "remedy": rule.remedy,
        "category": rule.category,
    }


def summary_document(summary: Summary) -> dict[str, object]:
    """The counts of the whole report."""
    return {
        "repositories": summary.repositories,
        "health": _counts(summary.health),
        "states": _counts(summary.states),
        "severities": _counts(summary.severities),
        "statuses": _counts(summary.statuses),
        "gates": _counts(summary.gates),
        "waived": summary.waived,
        "dependencies": counts_document(summary.dependencies),
    }


def _counts(counts: Mapping[Name, int]) -> dict[str, int]:
    return {str(name): number for name, number in counts.items()}


EXPORTER = Exporter(
    id="json",
    title="Everything, for machines",
    file_name="report.json",
    media_type="application/json",
    files=of_report("report.json", render),
    by_default=True,
)
