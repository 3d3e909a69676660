"""The fleet's conflicts as one repository sees them: what its gates are asked with."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, VersionClaim
from gitops_assets.core.dependencies.model import Skipped


@dataclass(frozen=True, slots=True)
class Concern:
    """A conflict that touches a repository: its own claims, and how those of them that change should read."""

    conflict: Conflict
    claims: tuple[VersionClaim, ...]
    bumps: tuple[VersionClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class DependencyFacts:
    """What the fleet's dependencies mean for one repository; ``unknown`` says why they could not be read."""

    concerns: tuple[Concern, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    unknown: str | None = None

    def of(self, kind: ConflictKind) -> Iterator[Concern]:
        """The concerns of one kind."""
        return (each for each in self.concerns if each.conflict.kind is kind)


def concerns(conflicts: Iterable[Conflict]) -> Mapping[str, tuple[Concern, ...]]:
    """Every repository that a conflict touches, with its concerns in the order of the conflicts."""
    found: defaultdict[str, list[Concern]] = defaultdict(list)
    for conflict in conflicts:
        bumps = _by_slug(conflict.proposal.bumps if conflict.proposal else ())
        for slug, claims in _by_slug(conflict.claims).items():
            found[slug].append(Concern(conflict, tuple(claims), tuple(bumps.get(slug, ()))))
    return {slug: tuple(each) for slug, each in found.items()}


def _by_slug(claims: Iterable[VersionClaim]) -> Mapping[str, list[VersionClaim]]:
    found: defaultdict[str, list[VersionClaim]] = defaultdict(list)
    for claim in claims:
        found[claim.slug].append(claim)
    return found
