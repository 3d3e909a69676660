"""What one audit knows of its fleet's dependencies: who is in it, the graph, and what disagrees."""

import hashlib
from dataclasses import astuple, dataclass, field
from functools import cached_property

from gitops_assets.core.dependencies.disagreements.concerns import DependencyFacts, concerns
from gitops_assets.core.dependencies.disagreements.conflicts import all_conflicts
from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.model import Conflict, DependencyGraph, Member
from gitops_assets.core.dependencies.selection import selected
from gitops_assets.core.dependencies.told import told
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.gates.engine import ask
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Judgement
from gitops_assets.core.gates.selection import GateSet
from gitops_assets.core.model import Change
from resources.dependencies.kept import Kept
from resources.store.scope import scope_of
from resources.store.store import Store

RULES = 2
"""Raised when the same members would make another graph or other conflicts."""


@dataclass(frozen=True)
class Knowledge:
    """Everything is worked out when it is first asked for, and once."""

    store: Store
    audit: int
    fleet: Fleet
    at: int
    gates: GateSet = field(default_factory=GateSet)

    @cached_property
    def kept(self) -> Kept:
        """What the store has of them, as it was before this audit until graph and conflicts are recorded."""
        return Kept(self.store, self.audit, locks=bool(self.fleet.dependency_policy.banned))

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The fleet's repositories with the rows that its configuration lets count."""
        return selected(self.kept.members, self.fleet.dependency_policy)

    @cached_property
    def origin(self) -> str:
        """A digest of all that graph and conflicts follow from: while it stays, they need no working out."""
        inputs = self.store.audit(self.audit).inputs
        scans = self.store.dependencies.said(self.audit, [member.slug for member in self.kept.members])
        members = (_origin(each, scans.get(each.slug)) for each in self.kept.members)
        parts = [RULES, astuple(inputs), self.fleet.dependency_policy, *members]
        return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()

    @cached_property
    def graph(self) -> DependencyGraph:
        """Who depends on whom."""
        if self.store.dependencies.origin_of_edges(self.audit) == self.origin:
            return self.kept.graph
        return build_graph(self.members, self.fleet.dependency_policy)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What disagrees, worst first."""
        if self.store.dependencies.origin_of_conflicts(self.audit) == self.origin:
            return self.kept.conflicts
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
        return [ask(each, self.gates.of_dependencies, self.fleet.policy, at=self.at) for each in facts]


def _origin(member: Member, said: str | None) -> tuple[object, ...]:
    """What a member is to graph and conflicts; ``said`` is the key of all that was read of it."""
    known = member.known
    read = (known.publications, known.dependencies) if said is None else said
    return (
        member.slug, member.present, member.owner, member.criticality, member.urls, known.unknown, read,
    )  # fmt: skip


def changes_between(store: Store, previous: int | None, audit: int) -> tuple[Change, ...]:
    """Every dependency of the audit's fleet that came, moved or went since the earlier one."""
    if previous is None:
        return ()
    belongs = scope_of(store.audit(audit).roots)
    slugs = [slug for slug, place in store.locations(audit).items() if belongs(place)]
    moved = store.dependencies.movements(previous, audit, slugs)
    return tuple(change for each in moved for change in told(each.before, each.after, reread=each.reread))
