"""What the store has of an audit's dependencies: members, graph, conflicts, a report's section."""

from dataclasses import dataclass, replace
from functools import cached_property

from gitops_assets.core.dependencies.graph.build import redrawn
from gitops_assets.core.dependencies.graph.model import Conflict, DependencyGraph, Member
from gitops_assets.core.dependencies.inventory import packages, technologies
from gitops_assets.core.dependencies.section import DependencySection, SkippedFile, Unread
from resources.dependencies.fleet import members_of_store
from resources.store.store import Store


@dataclass(frozen=True)
class Kept:
    """Everything is read when it is first asked for, and once; with ``locks`` all locked versions too."""

    store: Store
    audit: int
    locks: bool = False

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The fleet's repositories with all that was read of them."""
        return members_of_store(self.store, self.audit, locks=self.locks)

    @cached_property
    def graph(self) -> DependencyGraph:
        """The graph with the edges that were recorded, each as old as the last look at its source."""
        seen = {member.slug: member.known.seen for member in self.members}
        edges = self.store.dependencies.edges(self.audit)
        return redrawn(
            self.members, [replace(edge, last_validated=seen.get(edge.source, 0)) for edge in edges]
        )

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What was recorded as disagreeing, worst first."""
        return tuple(self.store.dependencies.conflicts(self.audit))

    @cached_property
    def section(self) -> DependencySection:
        """What a report of that audit tells of dependencies: edges and conflicts as they were judged then."""
        present = [member for member in self.members if member.present]
        return DependencySection(
            graph=self.graph,
            conflicts=self.conflicts,
            packages=packages(self.members),
            technologies=technologies(self.members),
            skipped=tuple(
                SkippedFile(member.slug, each) for member in present for each in member.known.skipped
            ),
            unread=tuple(
                Unread(member.slug, member.known.unknown) for member in present if member.known.unknown
            ),
        )
