"""The one report that every format renders: same rows, same counts, same order everywhere."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from gitops_assets.core.compliance.section import QualitySection
from gitops_assets.core.dependencies.section import DependencyCounts, DependencySection, counted
from gitops_assets.core.model import (
    Change,
    FindingRecord,
    FindingStatus,
    Health,
    IdleWaiver,
    Inventory,
    RepositoryState,
    Severity,
    State,
    Unseen,
)
from gitops_assets.core.templates.section import TemplateSection

SCHEMA = "gitops-assets/report/1"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """Which evaluation of the fleet this is and what went into it.

    ``coverage`` is the share, 0 to 1, of applicable gate answers that are known.
    """

    id: int
    started: int
    finished: int
    previous: int | None
    previous_finished: int | None
    tool_version: str
    rule_version: str
    policy_digest: str
    coverage: float
    unknown: int


@dataclass(frozen=True, slots=True)
class RepositoryRow:
    """One repository with its verdict. ``findings`` counts the open ones; ``exempt`` says what is waived."""

    state: RepositoryState
    health: Health
    findings: int
    worst: Severity | None
    unknown: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a report file may show. All sequences are sorted; ``generated`` is passed in, never read.

    What stands in ``not_looked_into`` may hold repositories that nobody saw. ``idle_waivers`` excuse nothing.
    """

    generated: int
    audit: AuditRecord
    fleet: str
    roots: tuple[str, ...]
    inventory: Inventory
    repositories: tuple[RepositoryRow, ...]
    findings: tuple[FindingRecord, ...]
    changes: tuple[Change, ...]
    rules: Mapping[str, "Rule"] = field(default_factory=dict)
    dependencies: DependencySection = field(default_factory=DependencySection)
    quality: QualitySection = field(default_factory=QualitySection)
    templates: TemplateSection = field(default_factory=TemplateSection)
    not_looked_into: tuple[Unseen, ...] = ()
    idle_waivers: tuple[IdleWaiver, ...] = ()

    @property
    def open_findings(self) -> tuple[FindingRecord, ...]:
        """The findings that hold now; those closed since are in ``findings`` too, to be shown once."""
        return tuple(f for f in self.findings if f.status.is_open)

    @property
    def health(self) -> Health:
        """The fleet is as healthy as its worst repository."""
        present = {row.health for row in self.repositories}
        return next((health for health in Health if health in present), Health.GREEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A gate as reports describe it; ``doc`` is Markdown, ``category`` empty where it is not known."""

    id: str
    title: str
    doc: str
    remedy: str
    severity: Severity
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The counts at the top of every format; ``waived`` counts answers, one a repository and gate."""

    repositories: int
    health: Mapping[Health, int]
    states: Mapping[State, int]
    severities: Mapping[Severity, int]
    statuses: Mapping[FindingStatus, int]
    gates: Mapping[str, int]
    waived: int
    dependencies: DependencyCounts


def summarise(report: Report) -> Summary:
    """Count once for all formats; every mapping holds only what occurs, in the enum's order."""
    live = report.open_findings
    return Summary(
        repositories=len(report.repositories),
        health=_count(Health, (row.health for row in report.repositories)),
        states=_count(State, (state for row in report.repositories for state in row.state.states)),
        severities=_count(Severity, (finding.severity for finding in live)),
        statuses=_count(FindingStatus, (finding.status for finding in report.findings)),
        gates=dict(sorted(Counter(finding.gate for finding in live).items())),
        waived=sum(len(row.exempt) for row in report.repositories),
        dependencies=counted(report.dependencies),
    )


def _count(order: Iterable[T], seen: Iterable[T]) -> dict[T, int]:
    counts = Counter(seen)
    return {item: counts[item] for item in order if counts[item]}
