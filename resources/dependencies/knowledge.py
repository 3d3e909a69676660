"""What one audit knows of its fleet's dependencies: who is in it, the graph, and what disagrees."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from gitops_assets.core.dependencies.disagreements.concerns import DependencyFacts, concerns
from gitops_assets.core.dependencies.disagreements.conflicts import all_conflicts
from gitops_assets.core.dependencies.graph.build import build_graph, redrawn
from gitops_assets.core.dependencies.graph.model import Conflict, DependencyGraph, Member
from gitops_assets.core.dependencies.inventory import packages, technologies
from gitops_assets.core.dependencies.section import DependencySection, SkippedFile, Unread
from gitops_assets.core.dependencies.selection import selected
from gitops_assets.core.dependencies.told import told
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.gates.engine import judge
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Judgement
from gitops_assets.core.gates.selection import GateSet
from gitops_assets.core.model import Change
from resources.dependencies.fleet import members_of_store
from resources.store.scope import scope_of
from resources.store.store import Store


@dataclass(frozen=True)
class Knowledge:
    """Everything is worked out when it is first asked for, and once."""

    store: Store
    audit: int
    fleet: Fleet
    at: int
    gates: GateSet = field(default_factory=GateSet)

    @cached_property
    def everyone(self) -> tuple[Member, ...]:
        """The fleet's repositories with all that was read of them."""
        return members_of_store(self.store, self.audit, locks=bool(self.fleet.dependency_policy.banned))

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The same with the rows that the fleet's configuration lets count."""
        return selected(self.everyone, self.fleet.dependency_policy)

    @cached_property
    def graph(self) -> DependencyGraph:
        """Who depends on whom."""
        return build_graph(self.members, self.fleet.dependency_policy)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What disagrees, worst first."""
        return all_conflicts(self.members, self.fleet.dependency_policy, self.graph)

    def judgements(self) -> list[Judgement]:
        """What the gates over dependencies make of each repository of the fleet."""
        known = {member.slug: member.known for member in self.members}
        touched = concerns(self.conflicts)
        states = self.store.states(list(known), self.audit)
        facts = (
            Facts(
                state=state,
                dependencies=DependencyFacts(touched.get(slug, ()), known[slug].skipped, known[slug].unknown),
            )
            for slug, state in states.items()
        )
        asked = self.gates.of_dependencies
        spared = self.gates.but(asked)
        return [judge(each, asked, self.fleet.policy, at=self.at, spared=spared) for each in facts]


def section_of(store: Store, audit: int, known: Sequence[Member] | None = None) -> DependencySection:
    """What a report of that audit tells of dependencies: edges and conflicts as they were judged then.

    ``known`` are its members where somebody has read them already.
    """
    members = members_of_store(store, audit) if known is None else known
    seen = {member.slug: member.known.seen for member in members}
    edges = [
        replace(edge, last_validated=seen.get(edge.source, 0)) for edge in store.dependencies.edges(audit)
    ]
    present = [member for member in members if member.present]
    return DependencySection(
        graph=redrawn(members, edges),
        conflicts=tuple(store.dependencies.conflicts(audit)),
        packages=packages(members),
        technologies=technologies(members),
        skipped=tuple(SkippedFile(member.slug, each) for member in present for each in member.known.skipped),
        unread=tuple(Unread(member.slug, member.known.unknown) for member in present if member.known.unknown),
    )


def changes_between(store: Store, previous: int | None, audit: int) -> tuple[Change, ...]:
    """Every dependency of the audit's fleet that came, moved or went since the earlier one."""
    if previous is None:
        return ()
    belongs = scope_of(store.audit(audit).roots)
    slugs = [slug for slug, place in store.locations(audit).items() if belongs(place)]
    moved = store.dependencies.movements(previous, audit, slugs)
    return tuple(change for each in moved for change in told(each.before, each.after, reread=each.reread))
