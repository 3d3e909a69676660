"""What is demanded of which repository: gates, waivers, and who answers for what.

Pure values without pydantic: a fleet without a file has :class:`Policy` as it stands, one with a file gets
it from :attr:`gitops_assets.core.fleet.config.Fleet.policy`. Patterns are those of
:mod:`gitops_assets.core.fleet.globs`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gitops_assets.core.fleet.globs import covers, specificity
from gitops_assets.core.gates.facts import Setting
from gitops_assets.core.gates.policy import Excusable
from gitops_assets.core.model import Severity


class Criticality(StrEnum):
    """How much depends on a repository, most first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From where on a number is a finding (days), and what reading a repository may cost."""

    stale_fetch_days: int = 7
    stale_branch_days: int = 90
    status_timeout_seconds: int = 60
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class GateRule:
    """What fleet.yaml says of one gate; ``severity`` None keeps the gate's own."""

    enabled: bool = True
    severity: Severity | None = None
    settings: Mapping[str, Setting] = field(default_factory=dict)
    required: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A finding somebody decided to live with until a day, that day included.

    ``subject`` None means every finding of the gate, otherwise exactly the one with that subject. ``path`` is
    a pattern over the files that it is about; ``fingerprint`` names exactly one finding.
    """

    gate: str
    repositories: str
    reason: str
    expires: date
    subject: str | None = None
    owner: str | None = None
    path: str | None = None
    fingerprint: str | None = None

    def holds(self, found: Excusable, today: date) -> bool:
        """Whether this waiver excuses that finding today."""
        return (
            today <= self.expires
            and self.gate == found.gate
            and self.subject in (None, found.subject)
            and self.fingerprint in (None, found.fingerprint)
            and covers(self.repositories, found.slug)
            and (self.path is None or covers(self.path, found.path))
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """Who answers for a repository and how much depends on it; tags are sorted."""

    owner: str | None = None
    criticality: Criticality | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The demands of one fleet. Owners, criticality and tags are keyed by pattern."""

    gates: Mapping[str, GateRule] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)
    criticality: Mapping[str, Criticality] = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def enabled(self, gate_id: str) -> bool:
        """Whether the gate is asked at all; a gate that nobody mentions is."""
        return self.gates.get(gate_id, GateRule()).enabled

    def severity(self, gate_id: str, default: Severity) -> Severity:
        """How bad a finding of this gate is here; ``default`` is the gate's own opinion."""
        return self.gates.get(gate_id, GateRule()).severity or default

    def settings(self, gate_id: str) -> Mapping[str, Setting]:
        """The gate's thresholds that are set here; the others are its own."""
        return self.gates.get(gate_id, GateRule()).settings

    def required(self, gate_id: str, *, otherwise: bool) -> bool:
        """Whether the gate fails its stage; ``otherwise`` is the gate's own opinion."""
        said = self.gates.get(gate_id, GateRule()).required
        return otherwise if said is None else said

    def waiver(self, found: Excusable, today: date) -> Waiver | None:
        """The waiver that excuses a finding today: of several, the one that holds longest."""
        holding = (waiver for waiver in self.waivers if waiver.holds(found, today))
        return max(holding, key=lambda waiver: waiver.expires, default=None)

    def profile(self, slug: str) -> Profile:
        """Owner and criticality of the most specific pattern that covers the slug, and the tags of all."""
        tags = {tag for glob, tags in self.tags.items() if covers(glob, slug) for tag in tags}
        owner = _closest(self.owners, slug)
        criticality = _closest(self.criticality, slug)
        return Profile(
            owner and self.owners[owner],
            self.criticality[criticality] if criticality else None,
            tuple(sorted(tags)),
        )


def _closest(globs: Mapping[str, object], slug: str) -> str | None:
    return max((glob for glob in globs if covers(glob, slug)), key=specificity, default=None)
