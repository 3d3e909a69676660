"""The main job: every asset, in one process, over whatever partitions the run names."""

import dagster as dg

AUDIT = dg.define_asset_job(
    "audit",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Look at every repository, judge it, compare with the last audit, write every report.",
)
ROLL_UP = dg.define_asset_job(
    "roll_up",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets("repository_state"),
    executor_def=dg.in_process_executor,
    description="Bring the fleet-level assets and the report files up to date with the repositories' states.",
)
