"""The fleet's dependencies as a whole: who depends on whom, what disagrees, and what moved."""

import dagster as dg

from gitops_assets.assets.describe import digest, table
from gitops_assets.assets.describe_dependencies import of_conflicts, of_graph, of_movements
from gitops_assets.core.dependencies.graph.model import ConflictKind
from resources.auditing import Auditing
from resources.progress import Progress
from resources.store.graphs import Found


@dg.asset(deps=["dependencies"], group_name="fleet", kinds={"networkx"}, code_version="1")
def dependency_graph(
    context: dg.AssetExecutionContext,
    auditing: dg.ResourceParam[Auditing],
    progress: dg.ResourceParam[Progress],
) -> dg.MaterializeResult[None]:
    """Who of the fleet depends on whom, by name, by address and by what repositories publish.

    Each edge names its evidence (file and line) and how much breaks with it; a target that left the fleet
    stays as a missing one.
    """
    session = auditing.session(context.run)
    with progress.phase("Joining dependencies", 1):
        graph = session.knowledge.graph
        session.store.dependencies.record_edges(
            session.id, session.at, Found(graph.edges, session.knowledge.origin)
        )
    return dg.MaterializeResult(metadata=of_graph(graph), data_version=digest(graph.edges))


@dg.asset(deps=["dependency_graph"], group_name="fleet", kinds={"sql"}, code_version="1")
def version_conflicts(
    context: dg.AssetExecutionContext,
    auditing: dg.ResourceParam[Auditing],
    progress: dg.ResourceParam[Progress],
) -> dg.MaterializeResult[None]:
    """Where repositories disagree: versions that exclude each other, ports claimed twice, what is forbidden.

    Each with the smallest change that ends it. They become findings of the repositories that they touch.
    """
    session = auditing.session(context.run)
    with progress.phase("Looking for conflicts", 1):
        known = session.knowledge
        session.store.dependencies.record_conflicts(
            session.id, session.at, Found(known.conflicts, known.origin)
        )
        session.store.record_judgements(session.id, session.at, known.judgements())
    return dg.MaterializeResult(metadata=of_conflicts(known.conflicts), data_version=digest(known.conflicts))


@dg.asset(deps=["dependencies"], group_name="fleet", kinds={"sql"}, code_version="1")
def dependency_changes(
    context: dg.AssetExecutionContext, auditing: dg.ResourceParam[Auditing]
) -> dg.MaterializeResult[None]:
    """Every dependency that came, moved to another version or went since the last complete audit."""
    moved = auditing.session(context.run).dependency_changes()
    return dg.MaterializeResult(metadata=of_movements(moved), data_version=digest(moved))


@dg.asset_check(asset="dependency_graph", name="no_cycles")
def no_cycles(
    context: dg.AssetCheckExecutionContext, auditing: dg.ResourceParam[Auditing]
) -> dg.AssetCheckResult:
    """No repositories depend on each other in a circle. A cycle is a result: it fails no run."""
    cycles = auditing.session(context.run).knowledge.graph.cycles
    return dg.AssetCheckResult(
        passed=not cycles,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "cycles": dg.MetadataValue.int(len(cycles)),
            "which": table(("repositories",), [(" ⇄ ".join(cycle),) for cycle in cycles]),
        },
    )


@dg.asset_check(asset="version_conflicts", name="no_conflicts")
def no_conflicts(
    context: dg.AssetCheckExecutionContext, auditing: dg.ResourceParam[Auditing]
) -> dg.AssetCheckResult:
    """No two repositories demand versions that exclude each other, or claim the same resource."""
    found = auditing.session(context.run).knowledge.conflicts
    bad = [each for each in found if each.kind is not ConflictKind.SKEW]
    return dg.AssetCheckResult(
        passed=not bad,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "conflicts": dg.MetadataValue.int(len(bad)),
            "which": table(("what", "name", "why"), [(each.kind, each.name, each.why) for each in bad]),
        },
    )


DEPENDENCY_GRAPH = [dependency_graph, version_conflicts, dependency_changes]
DEPENDENCY_CHECKS = [no_cycles, no_conflicts]
