"""What depends on what, what is used and what disagrees, as columns for the page's program."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from exporters.parts import words
from exporters.parts.page.columns import block
from exporters.parts.text import clip
from gitops_assets.core.dependencies.graph.model import Conflict, DependencyGraph, Edge
from gitops_assets.core.dependencies.inventory import Used

PLACES = 4
"""Places shown that say why one repository depends on another; ``report.json`` has every one."""

CLAIMS = 60
"""Claims shown of one conflict."""

USERS = 200
"""Users of one package that are named; all are counted."""

_TEXT = 400
"""Characters of a text that a line of a list can hold."""


def graph(of: DependencyGraph) -> dict[str, object]:
    """The repositories that have edges, and one link for all edges between two of them.

    Ends of links are places in the list of nodes. ``level`` is the worst of the link's edges.
    """
    nodes = [node for node in of.nodes if node.dependents + node.dependencies]
    place = {node.slug: nth for nth, node in enumerate(nodes)}
    pairs: defaultdict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in of.edges:
        if edge.source in place and edge.target in place and edge.source != edge.target:
            pairs[place[edge.source], place[edge.target]].append(edge)
    return {
        "nodes": block(
            ("repository", "missing", "owner", "dependents", "dependencies"),
            ((node.slug, node.missing, node.owner, node.dependents, node.dependencies) for node in nodes),
        ),
        "links": block(("from", "to", "level", "kinds", "places"), _links(pairs)),
        "cycles": [[place[slug] for slug in cycle if slug in place] for cycle in of.cycles],
    }


def _links(pairs: dict[tuple[int, int], list[Edge]]) -> Iterator[tuple[object, ...]]:
    for (source, target), edges in sorted(pairs.items()):
        worst = min(edges, key=lambda edge: edge.level.rank).level
        kinds = " ".join(sorted({edge.kind for edge in edges}))
        more = [f"and {len(edges) - PLACES} more places"] if len(edges) > PLACES else []
        yield source, target, worst, kinds, [*map(_place, edges[:PLACES]), *more]


def _place(edge: Edge) -> str:
    version = f" {clip(edge.constraint, 60)}" if edge.constraint else ""
    return f"{clip(edge.name, 120)}{version} ({edge.kind}, {edge.level}) at {edge.path}:{edge.line}"


def packages(used: Sequence[Used]) -> dict[str, object]:
    """Everything that is needed, most used first."""
    names = ("package", "kind", "ecosystem", "versions", "spread", "used", "internal", "users")
    return block(names, map(_package, used))


def _package(used: Used) -> tuple[object, ...]:
    versions = used.versions or used.constraints
    return (
        clip(used.name, _TEXT),
        used.kind,
        used.ecosystem,
        clip(", ".join(versions), _TEXT),
        len(versions),
        len(used.repositories),
        used.internal,
        used.repositories[:USERS],
    )


def conflicts(found: Iterable[Conflict]) -> dict[str, object]:
    """What disagrees, worst first, each claim a line."""
    names = ("kind", "name", "ecosystem", "why", "repositories", "claims", "breaks", "proposal")
    return block(names, map(_conflict, found))


def _conflict(found: Conflict) -> tuple[object, ...]:
    claims = [
        f"{claim.slug} {clip(claim.constraint or claim.resolved or '', 120)} at {claim.path}:{claim.line}"
        for claim in found.claims[:CLAIMS]
    ]
    if len(found.claims) > CLAIMS:
        claims.append(f"and {len(found.claims) - CLAIMS:,} more")
    return (
        found.kind,
        clip(found.name, _TEXT),
        found.ecosystem,
        clip(found.why, _TEXT),
        len({claim.slug for claim in found.claims}),
        claims,
        found.breaks[:USERS],
        words.settlement(found.proposal) if found.proposal else "",
    )
