"""Gates over how a project is protected on its way to its users, after OpenSSF Scorecard."""

from gitops_assets.core.gates.supply_chain import (
    binary_artifacts_absent,
    dependency_update_tool,
    fuzzing_present,
    packages_published_by_workflow,
    releases_signed,
    sast_configured,
    sbom_produced,
    updates_cover_ecosystems,
)

SUPPLY_CHAIN = (
    binary_artifacts_absent.GATE,
    dependency_update_tool.GATE,
    updates_cover_ecosystems.GATE,
    sast_configured.GATE,
    fuzzing_present.GATE,
    packages_published_by_workflow.GATE,
    releases_signed.GATE,
    sbom_produced.GATE,
)
