"""The fleet's graph out of what its members need and offer."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from gitops_assets.core.dependencies.graph.lead import Lead
from gitops_assets.core.dependencies.graph.levels import level, reach, weight
from gitops_assets.core.dependencies.graph.model import DependencyGraph, Edge, Level, Member, Node
from gitops_assets.core.dependencies.graph.packages import within
from gitops_assets.core.dependencies.graph.shared import in_common
from gitops_assets.core.dependencies.graph.structure import Pair, structure
from gitops_assets.core.dependencies.graph.targets import Targets
from gitops_assets.core.dependencies.model import RepositoryDependencies
from gitops_assets.core.dependencies.policy import DependencyPolicy

PLAIN = DependencyPolicy()


def build_graph(members: Sequence[Member], policy: DependencyPolicy = PLAIN) -> DependencyGraph:
    """Who of the fleet depends on whom.

    A dependency is an edge when it leads to another member: by the URL of its repository, or by a name that
    the other publishes (``Publishers`` says who is meant when several do); or because both have the same file
    (``in_common``). The members are those of
    ``selected``; edges that the policy removes are none. What a member that is not present needed does not
    count; what it offered does, and edges to it are ``missing``. Every member that is present is a node, and
    every other one that is depended on.
    """
    everyone = {member.slug: member for member in members}
    present = [member for member in everyone.values() if member.present]
    targets = Targets(everyone.values())
    named = [lead for member in present for lead in targets.leads(member)]
    leads = [lead for lead in chain(named, in_common(present, named)) if not _removed(lead, policy)]
    gone = {lead.target for lead in leads} - {member.slug for member in present}
    nodes = [_node(member) for member in present]
    nodes += [replace(_node(everyone.get(slug, _stranger(slug))), missing=True) for slug in gone]
    return connected(nodes, _edges(leads, everyone, len(nodes)))


def _removed(lead: Lead, policy: DependencyPolicy) -> bool:
    found = lead.dependency
    return bool(policy.edges) and policy.removes(lead.source, lead.target, found.kind, found.name)


def redrawn(members: Sequence[Member], edges: Sequence[Edge]) -> DependencyGraph:
    """The graph of these members with edges that are known already, or with only some of them."""
    everyone = {member.slug: member for member in members}
    present = {slug for slug, member in everyone.items() if member.present}
    gone = {edge.target for edge in edges} - present
    nodes = [_node(everyone[slug]) for slug in present]
    nodes += [replace(_node(everyone.get(slug, _stranger(slug))), missing=True) for slug in gone]
    return connected(nodes, edges)


def edge_order(edge: Edge) -> tuple[str | int, ...]:
    """Sort key of edges: by repositories and place, then by whatever tells two on one line apart."""
    versions = edge.constraint or "", edge.resolved or ""
    about = edge.kind, edge.ecosystem, edge.name, edge.scope, edge.confidence
    return (edge.source, edge.target, edge.path, edge.line, *about, *versions)


def connected(nodes: Iterable[Node], edges: Iterable[Edge]) -> DependencyGraph:
    """A graph of these nodes, everything that edges decide about them worked out anew."""
    ordered = sorted(nodes, key=lambda node: node.slug)
    placed = sorted(edges, key=edge_order)
    pairs = dict.fromkeys((edge.source, edge.target) for edge in placed if not edge.shared)
    carried = dict.fromkeys((edge.source, edge.target) for edge in placed if edge.carried)
    shape = structure([node.slug for node in ordered], pairs, carried)
    dependents, dependencies = Counter(head for _, head in pairs), Counter(tail for tail, _ in pairs)
    return DependencyGraph(
        nodes=tuple(
            replace(
                node,
                dependents=dependents[node.slug],
                dependencies=dependencies[node.slug],
                centrality=shape.centrality[node.slug],
            )
            for node in ordered
        ),
        edges=tuple(placed),
        cycles=shape.cycles,
        generations=shape.generations,
    )


def _edges(leads: Sequence[Lead], members: dict[str, Member], fleet: int) -> list[Edge]:
    pairs: set[Pair] = {(lead.source, lead.target) for lead in leads if not lead.shared}
    reached = {slug: reach(count, fleet) for slug, count in Counter(head for _, head in pairs).items()}
    rated: Callable[..., Level] = lru_cache(maxsize=None)(level)
    return [_edge(lead, members, reached.get(lead.target, 0), rated) for lead in leads]


def _edge(lead: Lead, members: dict[str, Member], reached: int, rated: Callable[..., Level]) -> Edge:
    found, source = lead.dependency, members[lead.source]
    target = members.get(lead.target)
    added = reached + weight(source.criticality, target.criticality if target else None)
    return Edge(
        source=lead.source,
        target=lead.target,
        kind=found.kind,
        ecosystem=found.ecosystem,
        name=found.name,
        path=found.path,
        line=found.line,
        scope=found.scope,
        constraint=found.constraint,
        resolved=found.resolved,
        confidence=lead.confidence,
        level=rated(found.kind, found.scope, added),
        last_validated=source.known.seen,
        missing=target is None or not target.present,
    )


def _node(member: Member) -> Node:
    return Node(
        slug=member.slug,
        owner=member.owner,
        criticality=member.criticality,
        publications=member.known.publications,
        within=within(member),
    )


def _stranger(slug: str) -> Member:
    return Member(slug=slug, known=RepositoryDependencies(slug=slug), present=False)
