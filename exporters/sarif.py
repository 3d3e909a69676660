"""The findings as SARIF 2.1.0 (OASIS, errata 01), within what code scanning accepts.

One bad result loses a whole upload, so everything that came out of a repository is made to fit: URIs are
relative and percent-encoded, lines start at 1, texts are never empty. Findings that are fixed are left out:
a reader closes what is not there any more.
"""

from collections.abc import Sequence

from exporters.model import Exporter, of_report
from exporters.parts.sarif_rules import LEVELS, descriptor, pascal, sentence
from exporters.parts.sarif_uris import BASE, provenance, relative
from exporters.parts.text import json_bytes
from exporters.parts.view import rules_of
from exporters.parts.words import coverage, inventory, spoken
from gitops_assets.core.model import FindingRecord, FindingStatus
from gitops_assets.core.report import Report
from gitops_assets.core.times import iso

SCHEMA_URI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

RESULT_LIMIT = 25_000
"""Results a run may have before code scanning refuses it (GitHub documentation, SARIF support, limits)."""

_BASELINE = {
    FindingStatus.NEW: "new",
    FindingStatus.EXISTING: "unchanged",
    FindingStatus.REOPENED: "new",
}


def render(report: Report) -> bytes:
    """``report.sarif``: one run over the whole fleet."""
    return json_bytes({"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [_run(report)]})


def kept(findings: Sequence[FindingRecord]) -> list[FindingRecord]:
    """As many findings as one run may hold, the mildest left out first, in the report's order."""
    if len(findings) <= RESULT_LIMIT:
        return list(findings)
    worst = sorted(range(len(findings)), key=lambda index: findings[index].severity.rank)[:RESULT_LIMIT]
    return [findings[index] for index in sorted(worst)]


def _run(report: Report) -> dict[str, object]:
    rules = rules_of(report)
    index = {rule.id: position for position, rule in enumerate(rules)}
    return {
        "tool": {
            "driver": {
                "name": "gitops-assets",
                "version": report.audit.tool_version or "unknown",
                "semanticVersion": report.audit.tool_version or "0.0.0",
                "rules": [descriptor(rule) for rule in rules],
                "notifications": list(_NOTIFICATIONS),
            }
        },
        "automationDetails": {"id": f"gitops-assets/{relative(report.fleet, '')}/{report.audit.id}"},
        "invocations": [_invocation(report)],
        "versionControlProvenance": provenance(report),
        "originalUriBaseIds": {
            BASE: {"description": {"text": "The folder that holds every repository under its slug."}}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index[finding.gate]) for finding in kept(report.open_findings)],
    }


def _result(finding: FindingRecord, rule_index: int) -> dict[str, object]:
    line = max(1, finding.line)
    return {
        "ruleId": finding.gate,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{sentence(finding.message)} {_advice(finding.remedy)}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": relative(finding.slug, finding.path),
                        "uriBaseId": BASE,
                    },
                    "region": {"startLine": line, "startColumn": 1, "endLine": line},
                }
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": finding.fingerprint},
        "baselineState": _BASELINE[finding.status],
        "properties": {
            "repository": finding.slug,
            "severity": finding.severity,
            "status": finding.status,
            "remedy": finding.remedy,
            "opened": iso(finding.opened_at),
            "verified": iso(finding.verified_at),
        },
    }


def _advice(remedy: str) -> str:
    return f"To fix it: {sentence(remedy if spoken(remedy) else f'`{remedy}`')}"


def _invocation(report: Report) -> dict[str, object]:
    times = {"startTimeUtc": iso(report.audit.started), "endTimeUtc": iso(report.audit.finished)}
    return {
        "executionSuccessful": True,
        **{name: time for name, time in times.items() if time is not None},
        "toolExecutionNotifications": _notes(report),
    }


def _kind(kind: str, short: str, full: str) -> dict[str, object]:
    return {
        "id": kind,
        "name": pascal(kind),
        "shortDescription": {"text": short},
        "fullDescription": {"text": full},
        "help": {"text": full, "markdown": full},
    }


_NOTIFICATIONS = (
    _kind(
        "results-cut",
        "Findings were left out to stay within the limit.",
        f"A run may hold {RESULT_LIMIT:,} results. The mildest findings are left out; report.json has all.",
    ),
    _kind(
        "inventory-unknown",
        "The inventory could not be read.",
        "Which repositories are missing or extra is unknown until a source of the inventory answers again.",
    ),
    _kind(
        "answers-unknown",
        "Some questions could not be answered.",
        "A gate that could not be asked neither opens nor closes a finding; report.json says why.",
    ),
)


def _notes(report: Report) -> list[dict[str, object]]:
    found = len(report.open_findings)
    notes = []
    if found > RESULT_LIMIT:
        text = f"{found - RESULT_LIMIT} of {found} findings are left out, the mildest first."
        notes.append(_note(0, "warning", f"{text} report.json has every one."))
    if report.inventory.unknown is not None:
        notes.append(_note(1, "warning", inventory(report.inventory)))
    if report.audit.unknown:
        notes.append(_note(2, "note", coverage(report.audit)))
    return notes


def _note(index: int, level: str, text: str) -> dict[str, object]:
    kind = {"id": _NOTIFICATIONS[index]["id"], "index": index}
    return {"descriptor": kind, "level": level, "message": {"text": sentence(text)}}


EXPORTER = Exporter(
    id="sarif",
    title="Findings, for code scanning and editors",
    file_name="report.sarif",
    media_type="application/sarif+json",
    files=of_report("report.sarif", render),
    by_default=True,
)
