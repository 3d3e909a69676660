"""What a report tells of dependencies."""

from dataclasses import dataclass, field

from gitops_assets.core.dependencies.graph_model import Conflict, DependencyGraph
from gitops_assets.core.dependencies.inventory import Technology, Used
from gitops_assets.core.dependencies.model import Skipped


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """One file of one repository that gave no rows."""

    slug: str
    skipped: Skipped


@dataclass(frozen=True, slots=True)
class Unread:
    """A repository whose dependencies could not be read now; what is shown of it was known before."""

    slug: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencySection:
    """The fleet's graph, what disagrees, what is in use, and what could not be read. All are sorted."""

    graph: DependencyGraph = field(default_factory=DependencyGraph)
    conflicts: tuple[Conflict, ...] = ()
    packages: tuple[Used, ...] = ()
    technologies: tuple[Technology, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    unread: tuple[Unread, ...] = ()
