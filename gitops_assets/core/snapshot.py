"""What was known of the whole fleet at the end of one audit; two of them make the changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gitops_assets.core.model import FindingRecord, Inventory, Outcome, RepositoryState


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditInputs:
    """What an audit's verdicts depend on besides the repositories themselves.

    ``tool_version`` is ours, ``rule_version`` digests the gates' code versions, ``policy_digest`` digests
    fleet.yaml, ``advisories`` names the snapshot of known vulnerabilities, None without one.
    """

    tool_version: str
    rule_version: str
    policy_digest: str
    advisories: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One gate's stored answer for one repository; ``verified`` is the audit that last gave it.

    ``rest`` says why a fail may have more findings than are known.
    """

    outcome: Outcome
    why: str | None
    verified: int
    rest: str | None = None

    @property
    def partial(self) -> bool:
        """Whether something was not looked at."""
        return self.rest is not None or self.outcome is Outcome.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The fleet as of one audit. Findings are the open ones, by fingerprint; verdicts by (slug, gate)."""

    audit: int
    inputs: AuditInputs
    states: Mapping[str, RepositoryState] = field(default_factory=dict)
    findings: Mapping[str, FindingRecord] = field(default_factory=dict)
    verdicts: Mapping[tuple[str, str], Verdict] = field(default_factory=dict)
    inventory: Inventory = field(default_factory=Inventory)
