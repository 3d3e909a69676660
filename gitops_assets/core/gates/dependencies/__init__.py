"""Gates over what the whole fleet depends on: what disagrees, what is forbidden, what is gone."""

from gitops_assets.core.gates.dependencies import (
    constraints_aligned,
    dependencies_allowed,
    dependencies_pinned,
    dependency_targets_present,
    manifests_readable,
    no_dependency_cycles,
    resources_unique,
    versions_aligned,
    versions_compatible,
)

DEPENDENCIES = (
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
