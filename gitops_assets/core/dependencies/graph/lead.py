"""A dependency together with the repository that it leads to."""

from dataclasses import dataclass

from gitops_assets.core.dependencies.model import SHARED_FILE, Confidence, Dependency


@dataclass(frozen=True, slots=True)
class Lead:
    """One dependency of ``source`` that leads to ``target``; ``guessed`` says that it may be another one."""

    source: str
    dependency: Dependency
    target: str
    guessed: bool = False

    @property
    def confidence(self) -> Confidence:
        """A guess is an inferred one, however well it was written down."""
        return Confidence.INFERRED if self.guessed else self.dependency.confidence

    @property
    def shared(self) -> bool:
        """Whether it says only that both have the same file."""
        return self.dependency.ecosystem == SHARED_FILE
