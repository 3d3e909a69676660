"""One finding as a SARIF result (SARIF 2.1.0 section 3.27)."""

from collections.abc import Mapping

from exporters.parts.sarif_rules import LEVELS, sentence, under
from exporters.parts.sarif_uris import BASE, relative
from exporters.parts.words import spoken
from gitops_assets.core.gates.quoting import WIDTH, first_line
from gitops_assets.core.model import FindingRecord, FindingStatus
from gitops_assets.core.report import Rule
from gitops_assets.core.times import iso

_BASELINE = {
    FindingStatus.NEW: "new",
    FindingStatus.EXISTING: "unchanged",
    FindingStatus.REOPENED: "new",
    FindingStatus.FIXED: "absent",
    FindingStatus.WAIVED: "unchanged",
}


def result_of(
    finding: FindingRecord, known: Mapping[str, Rule], index: Mapping[str, int], folder: str
) -> dict[str, object]:
    """The result; ``folder`` is where its repository lies below the base of URIs, empty for the base."""
    rule = under(known, finding).id
    return {
        "ruleId": rule,
        "ruleIndex": index[rule],
        "level": LEVELS[finding.severity],
        "message": {"text": f"{sentence(finding.message)} {_advice(finding.remedy)}"},
        "locations": [{"physicalLocation": _place(finding, folder)}],
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


def _place(finding: FindingRecord, folder: str) -> dict[str, object]:
    where = {"uri": relative(folder, finding.path), "uriBaseId": BASE}
    line = max(1, finding.line)
    region: dict[str, object] = {"startLine": line, "startColumn": 1, "endLine": line}
    lines = [] if finding.snippet is None else finding.snippet.split("\n")
    begin = first_line(line)
    if not line - begin < len(lines):
        return {"artifactLocation": where, "region": region}
    around = {"startLine": begin, "endLine": begin + len(lines) - 1, "snippet": {"text": finding.snippet}}
    return {
        "artifactLocation": where,
        "region": {**region, **_columns(lines[line - begin])},
        "contextRegion": around,
    }


def _columns(text: str) -> dict[str, object]:
    """From the first character that is no space to the end of the line, as far as it was kept."""
    whole = len(text) < WIDTH
    begin = len(text) - len(text.lstrip()) + 1 if text.strip() else 1
    return {
        "startColumn": begin,
        **({"endColumn": len(text) + 1} if whole else {}),
        "snippet": {"text": text},
    }


def _advice(remedy: str) -> str:
    return f"To fix it: {sentence(remedy if spoken(remedy) else f'`{remedy}`')}"
