"""What disagrees between the repositories of a fleet, and with what the fleet demands."""

from collections.abc import Iterable, Sequence

from gitops_assets.core.dependencies.disagreements import demands
from gitops_assets.core.dependencies.disagreements.graph_conflicts import cycle_conflicts, missing_conflicts
from gitops_assets.core.dependencies.disagreements.resource_conflicts import resource_conflicts
from gitops_assets.core.dependencies.disagreements.statements import statements
from gitops_assets.core.dependencies.disagreements.together import with_breaks
from gitops_assets.core.dependencies.disagreements.versions_apart import version_conflicts
from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, DependencyGraph, Member
from gitops_assets.core.dependencies.policy import DependencyPolicy

_ORDER = {kind: place for place, kind in enumerate(ConflictKind)}


def conflicts(members: Sequence[Member], policy: DependencyPolicy) -> tuple[Conflict, ...]:
    """Everything that the members' rows disagree on, the worst kind first, then by ecosystem and name.

    The members are those of :func:`gitops_assets.core.dependencies.selection.selected`. What is wrong with
    the graph is not here: see :func:`all_conflicts`.
    """
    stated = statements(members)
    return _ordered(
        (
            *version_conflicts(stated),
            *demands.banned(stated, members, policy),
            *demands.unpinned(stated, policy),
            *demands.ranges_apart(stated, policy.same_range),
            *resource_conflicts(members),
        )
    )


def all_conflicts(
    members: Sequence[Member], policy: DependencyPolicy, graph: DependencyGraph
) -> tuple[Conflict, ...]:
    """What the rows disagree on, and the circles and missing targets of the graph."""
    disagreeing = with_breaks(conflicts(members, policy), graph)
    return _ordered((*disagreeing, *cycle_conflicts(graph), *missing_conflicts(graph)))


def conflict_order(conflict: Conflict) -> tuple[int, bool, str, str, str, str]:
    """Sort key of conflicts: the worst kind first, of one kind those that break something."""
    said = repr(conflict.claims)
    return _ORDER[conflict.kind], not conflict.breaks, conflict.ecosystem, conflict.name, conflict.why, said


def _ordered(found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    return tuple(sorted(found, key=conflict_order))
