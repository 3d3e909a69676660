"""Which templates there are, and how far each repository is from those that it follows."""

from collections.abc import Iterator

import dagster as dg

from gitops_assets.assets.describe import digest
from gitops_assets.assets.describe_templates import (
    drift_pages,
    of_backups,
    of_catalogue,
    of_drifts,
    of_plans,
    plan_pages,
    plan_words,
    unreadable,
)
from gitops_assets.assets.partitions import IN_ONE_RUN, REPOSITORIES, batched, chosen
from resources.auditing import Auditing
from resources.partition_metadata import add_partition_metadata
from resources.progress import Progress
from resources.templates.backups import verify
from resources.templates.drifting import DRIFTING, Drifting, catalogue_of, followed, redrift
from resources.templates.planned import plans_of

CATALOG = """\
Every template that the fleet can use: its own below `templates:` in fleet.yaml, and those that are shipped.

Each is read at its newest version: questions, rules of merging, required files. Nothing of a template runs.
"""
DRIFT = """\
How far each repository is from every template that it follows or shall follow, file by file.

The version that was applied and the newest are rendered in full and compared with the commit that HEAD names.
What did not move since it was compared is not compared again.
"""
PLAN = """\
What applying the newest version of each template would do to each repository; nothing is written.

It is made only when it is asked for: by the job `plan_templates`, or by materialising it here.
"""


@dg.asset(group_name="fleet", kinds={"git"}, code_version="1", description=CATALOG)
def template_catalog(
    context: dg.AssetExecutionContext, auditing: dg.ResourceParam[Auditing]
) -> dg.MaterializeResult[None]:
    """Read every template, and say what can be had of each."""
    survey = list(catalogue_of(session=auditing.session(context.run)).survey())
    return dg.MaterializeResult(data_version=digest(map(str, survey)), metadata=of_catalogue(survey))


@dg.asset_check(
    asset=template_catalog,
    description="Every template of the fleet can be read, with its questions and rules.",
)
def every_template_is_readable(
    context: dg.AssetCheckExecutionContext, auditing: dg.ResourceParam[Auditing]
) -> dg.AssetCheckResult:
    """Which templates cannot be had, and why."""
    faults = unreadable(catalogue_of(session=auditing.session(context.run)).survey())
    return dg.AssetCheckResult(passed=not faults, severity=dg.AssetCheckSeverity.WARN, metadata=faults)


@dg.asset_check(
    asset=template_catalog,
    description="Every backup of an application of a template is there and as it was made.",
)
def backups_valid(
    context: dg.AssetCheckExecutionContext, auditing: dg.ResourceParam[Auditing]
) -> dg.AssetCheckResult:
    """Which backups an application could not be undone from, and why."""
    store = auditing.session(context.run).store
    faults = of_backups(verify(store, store.templates.backups()))
    return dg.AssetCheckResult(passed=not faults, severity=dg.AssetCheckSeverity.WARN, metadata=faults)


@dg.asset(
    partitions_def=REPOSITORIES,
    deps=["repository_state", "template_catalog"],
    backfill_policy=IN_ONE_RUN,
    group_name="repositories",
    kinds={"git"},
    code_version="1",
    description=DRIFT,
)
def template_drift(
    context: dg.AssetExecutionContext,
    auditing: dg.ResourceParam[Auditing],
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult[None]]:
    """Compare what moved with its templates, confirm the rest, and show each one's cells on its page."""
    session = auditing.session(context.run)
    locations = session.located(chosen(context)) if followed(session) else []
    drifting = Drifting(session)
    with progress.phase(DRIFTING, len(locations)) as seen:
        told = [each for batch in batched(locations) for each in redrift(drifting, batch, seen)[0]]
    add_partition_metadata(context, drift_pages(told))
    known = session.store.drifts.now(chosen(context))
    yield dg.MaterializeResult(data_version=digest(sorted(known.items())))
    context.log_event(dg.AssetObservation(context.asset_key, metadata=of_drifts(known)))


@dg.asset(
    partitions_def=REPOSITORIES,
    deps=["template_drift"],
    backfill_policy=IN_ONE_RUN,
    group_name="repositories",
    kinds={"git"},
    code_version="1",
    description=PLAN,
)
def template_plan(
    context: dg.AssetExecutionContext, auditing: dg.ResourceParam[Auditing]
) -> Iterator[dg.MaterializeResult[None]]:
    """Plan for the repositories of this run, and show each one's files on its page."""
    session = auditing.session(context.run)
    plans = [each for batch in batched(session.located(chosen(context))) for each in plans_of(session, batch)]
    add_partition_metadata(context, plan_pages(plans))
    yield dg.MaterializeResult(data_version=digest(map(plan_words, plans)))
    context.log_event(dg.AssetObservation(context.asset_key, metadata=of_plans(plans)))


CATALOG_CHECKS = [every_template_is_readable, backups_valid]
