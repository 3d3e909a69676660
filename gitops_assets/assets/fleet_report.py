"""The fleet as a whole: what changed since the last audit, and the report that every file renders."""

import dagster as dg

from gitops_assets.assets.describe import Metadata, digest, table
from gitops_assets.core.changes import compare
from gitops_assets.core.model import Health
from gitops_assets.core.report import Report, summarise
from resources.auditing import Auditing


@dg.asset(deps=["repository_state"], group_name="fleet", kinds={"sql"}, code_version="1")
def changes(context: dg.AssetExecutionContext, auditing: Auditing) -> dg.MaterializeResult[None]:
    """Every difference to the last complete audit of the same folders, each told once and with its cause."""
    session = auditing.session(context.run.run_id)
    found = compare(session.before(), session.now())
    session.store.record_changes(session.id, found)
    rows = [(each.slug, each.kind, each.subject, each.before, each.after, each.cause) for each in found]
    head = ("repository", "what", "subject", "before", "after", "cause")
    metadata: Metadata = {"changes": dg.MetadataValue.int(len(found)), "list": table(head, rows)}
    return dg.MaterializeResult(metadata=metadata, data_version=digest(found))


@dg.asset(
    deps=[changes, "repository_state", "inventory"],
    group_name="fleet",
    kinds={"sql"},
    code_version="1",
)
def fleet_report(context: dg.AssetExecutionContext, auditing: Auditing) -> dg.MaterializeResult[None]:
    """The fleet's health and every open finding, as of this audit, which is complete with it."""
    session = auditing.session(context.run.run_id)
    session.complete()
    report = session.report
    return dg.MaterializeResult(
        metadata=_describe(report),
        data_version=digest((report.repositories, report.findings)),
    )


@dg.asset_check(asset=fleet_report)
def fleet_is_not_red(context: dg.AssetCheckExecutionContext, auditing: Auditing) -> dg.AssetCheckResult:
    """No repository has a finding that is high or critical. A red fleet is a result: it fails no run."""
    report = auditing.session(context.run.run_id).report
    red = [row.state.slug for row in report.repositories if row.health is Health.RED]
    return dg.AssetCheckResult(
        passed=not red,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"red repositories": table(("repository",), [(slug,) for slug in red])},
    )


def _describe(report: Report) -> Metadata:
    summary = summarise(report)
    worst = [row for row in report.repositories if row.health is not Health.GREEN]
    rows = [(row.state.slug, row.health, " ".join(row.state.states), row.findings) for row in worst]
    return {
        "health": dg.MetadataValue.text(str(report.health)),
        "repositories": dg.MetadataValue.int(summary.repositories),
        "open findings": dg.MetadataValue.int(len(report.open_findings)),
        "coverage": dg.MetadataValue.float(report.audit.coverage),
        "by health": table(("health", "repositories"), summary.health.items()),
        "by gate": table(("gate", "findings"), summary.gates.items()),
        "worst repositories": table(("repository", "health", "states", "findings"), rows),
    }
