"""The main job: every asset, over whatever partitions the run names."""

import dagster as dg

AUDIT = dg.define_asset_job(
    "audit",
    selection=dg.AssetSelection.all(),
    description="Look at the chosen repositories, judge them, compare with the last audit, write every "
    "report. Choose partitions: each repository is one. `gitops-assets audit` finds new repositories first, "
    "then runs this job over all of them.",
)
_OF_REPOSITORIES = dg.AssetSelection.assets(
    "repository_state", "dependencies", "gate_results", "compliance_score"
)
ROLL_UP = dg.define_asset_job(
    "roll_up",
    selection=dg.AssetSelection.all() - _OF_REPOSITORIES,
    description="Bring the fleet's report and its files up to date with what is known of the repositories. "
    "It looks at none of them and needs no partition. The sensor fleet_rollup launches it after "
    "repositories were materialised one by one.",
)
