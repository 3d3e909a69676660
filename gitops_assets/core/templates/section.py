"""What a report tells of templates: how far each repository is from each, and what was applied last."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gitops_assets.core.compliance.score import Score
from gitops_assets.core.templates.model import ApplyState, Cell, Drift
from gitops_assets.core.templates.scoring import RuleTally, over_fleet, tallied, together


@dataclass(frozen=True, slots=True, kw_only=True)
class LastApplied:
    """The application that wrote to a repository last; ``at`` is when it ended, epoch seconds."""

    application: str
    template: str
    version: str | None
    state: ApplyState
    at: int
    who: str = ""
    branch: str | None = None
    commit: str | None = None


@dataclass(frozen=True, slots=True)
class TemplatePoint:
    """How well the fleet kept to its templates at an earlier audit."""

    audit: int
    finished: int
    score: Score


@dataclass(frozen=True, kw_only=True)
class TemplateSection:
    """Empty where no template is assigned or recorded anywhere. ``drifts`` are by repository and template.

    ``weights`` are how much each repository counts; ``applied`` is by repository; ``trend`` is oldest
    first and ends with this audit.
    """

    drifts: tuple[Drift, ...] = ()
    applied: Mapping[str, LastApplied] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    trend: tuple[TemplatePoint, ...] = ()

    @cached_property
    def score(self) -> Score:
        """The fleet's; no value where no drift is known, and then everything that is asked is known."""
        return over_fleet(self.drifts, self.weights)

    @cached_property
    def repositories(self) -> Mapping[str, Score]:
        """The score of each repository over all its templates."""
        return {slug: together(found) for slug, found in self.of.items()}

    @cached_property
    def of(self) -> Mapping[str, tuple[Drift, ...]]:
        """By repository, its drifts."""
        return _grouped((each.slug, each) for each in self.drifts)

    @cached_property
    def templates(self) -> Mapping[str, "TemplateTally"]:
        """Each template over the fleet."""
        found = _grouped((each.template, each) for each in self.drifts)
        return {name: TemplateTally.of(name, drifts, self.weights) for name, drifts in found.items()}

    @cached_property
    def rules(self) -> tuple[RuleTally, ...]:
        """Each demand of each template over the fleet."""
        return tallied(self.drifts)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateTally:
    """One template over the fleet; ``unapplied`` never had it, ``behind`` are not current."""

    name: str
    latest: str | None
    score: Score
    repositories: int
    unapplied: int
    behind: int
    unknown: int
    cells: Mapping[Cell, int]

    @classmethod
    def of(cls, name: str, drifts: tuple[Drift, ...], weights: Mapping[str, float]) -> "TemplateTally":
        """Counted over the drifts of one template."""
        counts = Counter(file.cell for drift in drifts for file in drift.files)
        known = [each for each in drifts if each.unknown is None]
        return cls(
            name=name,
            latest=next((each.latest.tag for each in drifts), None),
            score=over_fleet(drifts, weights),
            repositories=len(drifts),
            unapplied=sum(not each.applied for each in known),
            behind=sum(each.applied and each.behind > 0 for each in known),
            unknown=len(drifts) - len(known),
            cells={cell: counts[cell] for cell in Cell if counts[cell]},
        )


def _grouped(pairs: Iterable[tuple[str, Drift]]) -> dict[str, tuple[Drift, ...]]:
    found: defaultdict[str, list[Drift]] = defaultdict(list)
    for key, drift in pairs:
        found[key].append(drift)
    return {key: tuple(found[key]) for key in sorted(found)}
