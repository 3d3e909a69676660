"""A check as a report of one repository, for the formats that render reports."""

from collections.abc import Iterable
from dataclasses import replace

from gitops_assets.core.assembly import rule_of
from gitops_assets.core.gates.checking import Check
from gitops_assets.core.model import FindingRecord, Inventory, Outcome
from gitops_assets.core.report import AuditRecord, Report


def report_of(check: Check, findings: Iterable[FindingRecord], *, version: str = "") -> Report:
    """The findings as a report whose paths begin at the repository's own root, and whose times are none."""
    unknown = sum(each.outcome is Outcome.UNKNOWN for each in check.evaluations)
    audit = AuditRecord(
        id=0,
        started=0,
        finished=0,
        previous=None,
        previous_finished=None,
        tool_version=version,
        rule_version="",
        policy_digest=check.policy,
        coverage=check.score.coverage,
        unknown=unknown,
    )
    return Report(
        generated=0,
        audit=audit,
        fleet=f"{check.slug}/{check.stage}",
        roots=(),
        inventory=Inventory(),
        repositories=(),
        findings=tuple(replace(each, slug="") for each in findings),
        changes=(),
        rules={gate.id: rule_of(gate) for gate in check.gates.values()},
    )
