"""The fleet as a whole: what changed since the last audit, and the report that every file renders."""

from collections.abc import Iterator

import dagster as dg

from gitops_assets.assets.describe import digest, of_changes, of_report, table
from gitops_assets.core.model import Health
from gitops_assets.core.report import Report
from resources.auditing import Auditing, Session
from resources.gates.scoring import rescore
from resources.gates.straying import judge_waivers
from resources.instance import AT_THE_COMMAND_LINE
from resources.progress import Progress
from resources.store.errors import StoreError
from resources.telling import tell

CHANGES = dg.AssetSpec(
    "changes",
    deps=["repository_state", "dependency_changes", "version_conflicts", "compliance_score"],
    group_name="fleet",
    kinds={"sql"},
    code_version="1",
    description="Every difference to the last complete audit of the same folders, each told once, with its "
    "cause.",
)
FLEET_REPORT = dg.AssetSpec(
    "fleet_report",
    deps=["changes", "repository_state", "inventory"],
    group_name="fleet",
    kinds={"sql"},
    code_version="1",
    description="The fleet's health and every open finding.\n\nWith it an audit is complete: the next one is "
    "compared with this one, and the report files render it. To bring it up to date with repositories that "
    "were looked at one by one, run the job `roll_up`; a sensor does so by itself.",
)


@dg.multi_asset(specs=[CHANGES, FLEET_REPORT])
def completed_audit(
    context: dg.AssetExecutionContext,
    auditing: dg.ResourceParam[Auditing],
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult[None]]:
    """What changed, and the audit completed with it: a report without its changes would call them none."""
    session = auditing.session(context.run)
    with progress.phase("Comparing", 1):
        judge_waivers(session)
        rescore(session)  # repositories may have been looked at one by one since they were scored
        found = session.changes()
        session.store.record_changes(session.id, found)
    yield dg.MaterializeResult(asset_key=CHANGES.key, metadata=of_changes(found), data_version=digest(found))
    session.complete()
    report = session.report
    _tell(context, session, report)
    yield dg.MaterializeResult(
        asset_key=FLEET_REPORT.key,
        metadata=of_report(report),
        data_version=digest((report.repositories, report.findings)),
    )


def _tell(context: dg.AssetExecutionContext, session: Session, report: Report) -> None:
    """Put what changed into the outbox now: a sensor would find it seconds later.

    At the command line that is left to the sensor: where no daemon runs nobody would carry it anywhere, and
    the first audit of a large fleet opens ten thousands of findings.
    """
    if AT_THE_COMMAND_LINE.items() <= context.run.tags.items():
        return
    try:
        tell(session.store, report, session.fleet, session.tags)
    except StoreError as error:
        # The audit is complete all the same, and the sensor `transitions` tells what was not told.
        context.log.warning("what changed is told later: %s", error)


@dg.asset_check(asset=FLEET_REPORT.key)
def fleet_is_not_red(
    context: dg.AssetCheckExecutionContext, auditing: dg.ResourceParam[Auditing]
) -> dg.AssetCheckResult:
    """No repository has a finding that is high or critical. A red fleet is a result: it fails no run."""
    report = auditing.session(context.run).report
    red = [row for row in report.repositories if row.health is Health.RED]
    return dg.AssetCheckResult(
        passed=not red,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "red repositories": dg.MetadataValue.int(len(red)),
            "which": table(("repository", "states"), [(row.state.slug, row.state.states) for row in red]),
        },
    )
