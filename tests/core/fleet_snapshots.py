"""Two audits of a small fleet, and what a test changes between them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from gitops_assets.core.gates.model import fingerprint
from gitops_assets.core.model import (
    FindingRecord,
    FindingStatus,
    Inventory,
    InventoryEntry,
    Outcome,
    RepositoryState,
    Severity,
)
from gitops_assets.core.snapshot import AuditInputs, Snapshot, Verdict
from tests.gates.build import AT

INPUTS = AuditInputs(tool_version="0.1.0", rule_version="r1", policy_digest="p1")
NEW_POLICY = replace(INPUTS, policy_digest="p2")
NEW_RULES = replace(INPUTS, rule_version="r2")
NEW_TOOL = replace(INPUTS, tool_version="0.2.0")
LISTED = Inventory((InventoryEntry(slug="acme/app", url="https://example.org/acme/app"),), configured=True)

Answers = Mapping[str, Verdict]


def found(gate: str = "work-committed", slug: str = "acme/app", **fields: object) -> FindingRecord:
    """An open finding of medium severity."""
    record = FindingRecord(
        gate=gate,
        slug=slug,
        severity=Severity.MEDIUM,
        message=f"Something about {gate}.",
        path=".git/HEAD",
        line=1,
        remedy="true",
        fingerprint=fingerprint(slug, gate, ""),
        status=FindingStatus.EXISTING,
        opened_at=AT,
        verified_at=AT,
    )
    return replace(record, **fields)  # type: ignore[arg-type] # a test's shorthand


def said(outcome: Outcome, why: str | None = None) -> Verdict:
    """One gate's stored answer."""
    return Verdict(outcome=outcome, why=why, verified=1)


def snapshot(
    *states: RepositoryState,
    findings: Iterable[FindingRecord] = (),
    verdicts: Answers | None = None,
    inventory: Inventory = LISTED,
    inputs: AuditInputs = INPUTS,
) -> Snapshot:
    """The fleet as of one audit; ``verdicts`` are those of acme/app by gate."""
    return Snapshot(
        audit=1,
        inputs=inputs,
        states={state.slug: state for state in states},
        findings={finding.fingerprint: finding for finding in findings},
        verdicts={("acme/app", gate): verdict for gate, verdict in (verdicts or {}).items()},
        inventory=inventory,
    )
