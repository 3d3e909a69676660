"""The composition root: what Dagster loads."""

import dagster as dg

from gitops_assets.assets import ASSETS, CHECKS
from gitops_assets.assets.known_models import models_of_home
from gitops_assets.assets.material import PROJECT
from gitops_assets.assets.report_models import steps_of
from gitops_assets.jobs.audit import AUDIT, LOOK, PLAN_TEMPLATES, ROLL_UP
from gitops_assets.jobs.discovery import DISCOVER
from gitops_assets.jobs.templates import TEMPLATE_JOBS
from resources.auditing import OfEachRun
from resources.progress import Silent
from sensors import SENSORS


@dg.definitions
def definitions() -> dg.Definitions:
    """Every asset, job, sensor and resource of the product."""
    return dg.Definitions(
        assets=[*ASSETS, *steps_of(PROJECT), *models_of_home()],
        asset_checks=CHECKS,
        jobs=[AUDIT, LOOK, ROLL_UP, DISCOVER, PLAN_TEMPLATES, *TEMPLATE_JOBS],
        sensors=SENSORS,
        resources={"auditing": OfEachRun(), "progress": Silent()},
        # The work is done by git's processes; one more of Python for each step would only cost its start.
        executor=dg.in_process_executor,
    )
