"""The jobs: every asset, those of repositories, those of the fleet, and who belongs to it."""

import dagster as dg

_ASKED_FOR = dg.AssetSelection.assets("template_plan")
AUDIT = dg.define_asset_job(
    "audit",
    selection=dg.AssetSelection.all() - _ASKED_FOR,
    description="Look at the chosen repositories, judge them, compare with the last audit, write every "
    "report. Choose partitions: each repository is one. `gitops-assets audit` finds new repositories first, "
    "then runs this job over all of them.",
)
_OF_REPOSITORIES = dg.AssetSelection.assets(
    "repository_state", "dependencies", "template_drift", "gate_results", "compliance_score"
)
LOOK = dg.define_asset_job(
    "look",
    selection=_OF_REPOSITORIES,
    description="Look at the chosen repositories and judge them. Sensors launch it for one repository when "
    "a webhook tells of it or its refs moved; `roll_up` follows when all is quiet.",
)
ROLL_UP = dg.define_asset_job(
    "roll_up",
    selection=dg.AssetSelection.all() - _OF_REPOSITORIES - _ASKED_FOR,
    description="Bring the fleet's report and its files up to date with what is known of the repositories. "
    "It looks at none of them and needs no partition. The sensor fleet_rollup launches it after "
    "repositories were materialised one by one.",
)
PLAN_TEMPLATES = dg.define_asset_job(
    "plan_templates",
    selection=_ASKED_FOR,
    description="Show what applying the newest versions of templates would do to the chosen repositories. "
    "Nothing is written.",
)
