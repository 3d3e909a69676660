"""What a person knows better than the files: dependencies that lead nowhere, names that a repository has."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gitops_assets.core.dependencies.lead import Lead
from gitops_assets.core.dependencies.model import Confidence, Kind
from gitops_assets.core.dependencies.names import canonical
from gitops_assets.core.fleet.globs import covers


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """Edges that are none: those that fit every demand made here; patterns are those of fleet.yaml."""

    source: str = "*"
    target: str = "*"
    name: str = "*"
    kind: Kind | None = None
    confidence: Confidence | None = None

    def fits(self, lead: Lead) -> bool:
        """Whether this is left out."""
        return (
            self.kind in {None, lead.dependency.kind}
            and self.confidence in {None, lead.confidence}
            and covers(self.source, lead.source)
            and covers(self.target, lead.target)
            and covers(self.name, lead.dependency.name)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """``publishers`` gives names to repositories, ``(ecosystem, name) -> slug``, whatever files publish."""

    omitted: tuple[Omission, ...] = ()
    publishers: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def omits(self, lead: Lead) -> bool:
        """Whether any omission fits."""
        return any(omission.fits(lead) for omission in self.omitted)

    def spelled(self) -> dict[tuple[str, str], str]:
        """The publishers by canonical names."""
        return {(space, canonical(space, name)): slug for (space, name), slug in self.publishers.items()}
