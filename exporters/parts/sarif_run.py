"""One run of a SARIF log: the tool, where everything lies, and the results (SARIF 2.1.0 section 3.14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exporters.parts.sarif_results import result_of
from exporters.parts.sarif_rules import Rules, descriptor, pascal, sentence
from exporters.parts.sarif_uris import BASE
from exporters.parts.text import json_bytes
from exporters.parts.view import rules_of
from exporters.parts.words import coverage, inventory
from gitops_assets.core.model import FindingRecord
from gitops_assets.core.report import Report, Rule
from gitops_assets.core.times import iso

SCHEMA_URI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the runs of one file have in common.

    ``category`` tells them from those of others; ``part`` numbers a run where there are several.
    ``provenance`` is where the files are kept, ``base`` what URIs are relative to. Where ``slugs``, they
    begin with the repository's slug. ``every`` rule is listed, or only those of results.
    """

    report: Report
    category: str
    provenance: Sequence[dict[str, object]]
    base: str
    slugs: bool = True
    every: bool = False

    def known(self) -> Mapping[str, Rule]:
        """Every rule that a finding may fall under, by gate."""
        return {rule.id: rule for rule in rules_of(self.report)}

    def name(self, part: int) -> str:
        """The category of the nth run, by which code scanning knows which results it replaces."""
        return self.category if part == 1 else f"{self.category}/{part}"


def log(runs: Sequence[dict[str, object]]) -> bytes:
    """A whole SARIF file."""
    return json_bytes({"$schema": SCHEMA_URI, "version": "2.1.0", "runs": list(runs)})


def run_of(
    frame: Frame,
    findings: Sequence[FindingRecord],
    known: Mapping[str, Rule],
    *,
    part: int = 1,
    parts: int = 1,
) -> dict[str, object]:
    """The nth run of so many, with these findings."""
    report = frame.report
    rules = Rules.of(known, findings, every=frame.every and part == 1)
    index = rules.index()
    return {
        "tool": {
            "driver": {
                "name": "gitops-assets",
                "version": report.audit.tool_version or "unknown",
                "semanticVersion": report.audit.tool_version or "0.0.0",
                "rules": [descriptor(rule) for rule in rules.listed],
                "notifications": list(_NOTIFICATIONS),
            }
        },
        "automationDetails": {"id": f"{frame.name(part)}/{report.audit.id}"},
        "invocations": [_invocation(report, part, parts)],
        "versionControlProvenance": list(frame.provenance),
        "originalUriBaseIds": {BASE: {"description": {"text": frame.base}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            result_of(finding, known, index, finding.slug if frame.slugs else "") for finding in findings
        ],
    }


def _invocation(report: Report, part: int, parts: int) -> dict[str, object]:
    times = {"startTimeUtc": iso(report.audit.started), "endTimeUtc": iso(report.audit.finished)}
    return {
        "executionSuccessful": True,
        **{name: time for name, time in times.items() if time is not None},
        "toolExecutionNotifications": _notes(report, part, parts),
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
        "results-split",
        "There are more results than one run may hold.",
        "Code scanning keeps 5,000 results of a run. All are told, the worst in the first run.",
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


def _notes(report: Report, part: int, parts: int) -> list[dict[str, object]]:
    notes = []
    if parts > 1:
        notes.append(_note(0, "note", f"This is run {part} of {parts}; the worst results are in the first."))
    if report.inventory.unknown is not None:
        notes.append(_note(1, "warning", inventory(report.inventory)))
    if report.audit.unknown:
        notes.append(_note(2, "note", coverage(report.audit)))
    return notes


def _note(index: int, level: str, text: str) -> dict[str, object]:
    kind = {"id": _NOTIFICATIONS[index]["id"], "index": index}
    return {"descriptor": kind, "level": level, "message": {"text": sentence(text)}}
