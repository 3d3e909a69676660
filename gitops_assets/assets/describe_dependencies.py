"""What a person sees of dependencies in the Dagster UI."""

from collections import Counter
from collections.abc import Sequence

import dagster as dg

from gitops_assets.assets.describe import PAGES, Metadata, table
from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, DependencyGraph, Level
from gitops_assets.core.dependencies.model import Kind, RepositoryDependencies
from gitops_assets.core.model import Change


def of_scans(read: Sequence[RepositoryDependencies]) -> Metadata:
    """What one run read: how much of each kind, who needs most, and what could not be read."""
    kinds = Counter(each.kind for known in read for each in known.dependencies)
    offered = Counter(each.kind for known in read for each in known.publications)
    most = sorted(read, key=lambda known: (-len(known.dependencies), known.slug))
    skipped = [(known.slug, each.path, each.reason) for known in read for each in known.skipped]
    return {
        "repositories read": dg.MetadataValue.int(len(read)),
        "by kind": table(
            ("kind", "needed", "offered"),
            [(kind, kinds[kind], offered[kind]) for kind in Kind if kinds[kind] or offered[kind]],
        ),
        "most dependencies": table(
            ("repository", "dependencies"), [(known.slug, len(known.dependencies)) for known in most]
        ),
        "skipped files": dg.MetadataValue.int(len(skipped)),
        "skipped": table(("repository", "file", "why"), skipped),
    }


def scan_pages(read: Sequence[RepositoryDependencies]) -> dict[str, Metadata]:
    """What the page of each partition says, by slug."""
    return {known.slug: _page(known) for known in read[:PAGES]}


def _page(known: RepositoryDependencies) -> Metadata:
    needed = [
        (each.kind, each.name, each.constraint or "", f"{each.path}:{each.line}")
        for each in known.dependencies
    ]
    offered = [(each.kind, each.name, each.version or "") for each in known.publications]
    about = {"commit": known.commit, "unknown": known.unknown}
    return {
        **{label: dg.MetadataValue.text(value) for label, value in about.items() if value},
        "dependencies": dg.MetadataValue.int(len(known.dependencies)),
        "needs": table(("kind", "name", "constraint", "where"), needed),
        "offers": table(("kind", "name", "version"), offered),
        "skipped": table(("file", "why"), [(each.path, each.reason) for each in known.skipped]),
    }


def of_graph(graph: DependencyGraph) -> Metadata:
    """The fleet's shape: edges by kind, what most depend on, what is missing, the order to release in."""
    levels = Counter(edge.level for edge in graph.edges)
    kinds = Counter(edge.kind for edge in graph.edges)
    most = sorted(graph.nodes, key=lambda node: (-node.dependents, node.slug))
    missing = [(edge.source, edge.target, f"{edge.path}:{edge.line}") for edge in graph.edges if edge.missing]
    steps = [(nth, ", ".join(step)) for nth, step in enumerate(graph.generations, 1)]
    return {
        "repositories": dg.MetadataValue.int(len(graph.nodes)),
        "edges": dg.MetadataValue.int(len(graph.edges)),
        "cycles": dg.MetadataValue.int(len(graph.cycles)),
        "most depended on": table(
            ("repository", "dependents", "centrality"),
            [(node.slug, node.dependents, f"{node.centrality:.3f}") for node in most if node.dependents],
        ),
        "by level": table(("level", "edges"), [(each, levels[each]) for each in Level if levels[each]]),
        "by kind": table(("kind", "edges"), [(kind, kinds[kind]) for kind in Kind if kinds[kind]]),
        "missing targets": table(("repository", "needs", "where"), missing),
        "order to release in": table(("step", "repositories"), steps),
    }


def of_conflicts(conflicts: Sequence[Conflict]) -> Metadata:
    """How many conflicts of which kind, and each with what would end it."""
    kinds = Counter(each.kind for each in conflicts)
    rows = [(each.kind, each.name, each.why, _meeting(each)) for each in conflicts]
    return {
        "conflicts": dg.MetadataValue.int(len(conflicts)),
        "by kind": table(("kind", "number"), [(kind, kinds[kind]) for kind in ConflictKind if kinds[kind]]),
        "list": table(("kind", "name", "why", "proposal"), rows),
    }


def of_movements(changes: Sequence[Change]) -> Metadata:
    """How many dependencies came, moved and went, and the first of them."""
    kinds = Counter(change.kind for change in changes)
    rows = [(each.slug, each.subject, each.before or "", each.after or "") for each in changes]
    return {
        "changes": dg.MetadataValue.int(len(changes)),
        "by kind": table(("kind", "number"), sorted(kinds.items())),
        "list": table(("repository", "what", "before", "after"), rows),
    }


def _meeting(conflict: Conflict) -> str:
    proposal = conflict.proposal
    return f"meet at {proposal.version}: change {len(proposal.bumps)}" if proposal else ""
