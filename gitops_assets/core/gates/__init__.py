"""The built-in gates in reading order: can it be read, is its work safe, is it tidy, what does it need."""

from gitops_assets.core.gates import (
    branch_attached,
    branch_current,
    branches_recent,
    branches_reconciled,
    commits_pushed,
    conflicts_resolved,
    constraints_aligned,
    dependencies_allowed,
    dependencies_pinned,
    dependency_targets_present,
    fetch_recent,
    history_started,
    index_unlocked,
    lfs_fetched,
    manifests_readable,
    no_dependency_cycles,
    operation_finished,
    ownership_trusted,
    remote_matches_inventory,
    repository_inventoried,
    repository_present,
    repository_readable,
    resources_unique,
    stash_empty,
    upstream_configured,
    upstream_exists,
    versions_aligned,
    versions_compatible,
    work_committed,
)
from gitops_assets.core.gates.model import Asker, Gate, Round
from gitops_assets.core.registry import Registry

GATES: Registry[Gate] = Registry(
    (
        repository_readable.GATE,
        ownership_trusted.GATE,
        repository_present.GATE,
        repository_inventoried.GATE,
        remote_matches_inventory.GATE,
        conflicts_resolved.GATE,
        operation_finished.GATE,
        index_unlocked.GATE,
        work_committed.GATE,
        commits_pushed.GATE,
        branches_reconciled.GATE,
        branch_current.GATE,
        upstream_configured.GATE,
        upstream_exists.GATE,
        branch_attached.GATE,
        history_started.GATE,
        lfs_fetched.GATE,
        stash_empty.GATE,
        fetch_recent.GATE,
        branches_recent.GATE,
        versions_compatible.GATE,
        dependencies_allowed.GATE,
        dependency_targets_present.GATE,
        dependencies_pinned.GATE,
        resources_unique.GATE,
        constraints_aligned.GATE,
        no_dependency_cycles.GATE,
        manifests_readable.GATE,
        versions_aligned.GATE,
    )
)


def _round(asker: Asker) -> Round:
    others = frozenset(gate.id for gate in GATES if gate.asker is not asker)
    return Round(asker, tuple(gate for gate in GATES if gate.asker is asker), others)


OF_DEPENDENCIES = _round(Asker.DEPENDENCIES)
"""The gates that are asked once the whole fleet's dependencies are known."""

OF_STATE = _round(Asker.STATE)
"""The gates that are asked while repositories are looked at."""
