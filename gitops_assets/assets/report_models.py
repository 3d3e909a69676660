"""One asset for each mart of the SQL models, and one check: what must hold of its columns does."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import dagster as dg

from dbt_like_reports.project import Model, load_project
from gitops_assets.assets.describe import Metadata, digest, table
from resources.auditing import Auditing, Session

if TYPE_CHECKING:
    import pandas as pd

    from dbt_like_reports.column_tests import Answer
    from dbt_like_reports.runner import Run

Event = dg.MaterializeResult[None] | dg.AssetCheckResult

PROJECT = load_project()
CHECK = "columns_hold"
_ROWS = 20


def _spec(model: Model) -> dg.AssetSpec:
    columns = [dg.TableColumn(each.name, each.type, each.description) for each in model.columns]
    return dg.AssetSpec(
        model.name,
        deps=["fleet_report"],
        description=model.description,
        group_name="models",
        kinds={"duckdb", "sql"},
        code_version=PROJECT.version,
        metadata={"dagster/column_schema": dg.TableSchema(columns)},
    )


def _check(model: Model) -> dg.AssetCheckSpec:
    # One for all tests: Dagster writes each evaluation in a transaction of its own, about 10 ms each.
    about = "Every column test of this model and of the models that it is made of holds."
    return dg.AssetCheckSpec(CHECK, asset=model.name, description=about)


@dg.multi_asset(
    specs=[_spec(model) for model in PROJECT.marts],
    check_specs=[_check(model) for model in PROJECT.marts],
    can_subset=True,
    op_tags={"dagster/priority": "-1"},  # after the report files, which do not need them
)
def report_models(context: dg.AssetExecutionContext, auditing: dg.ResourceParam[Auditing]) -> Iterator[Event]:
    """Every mart of the SQL models, computed at once from the store as of the audit."""
    run = _run(auditing.session(context.run))
    for model in PROJECT.marts:
        if dg.AssetKey(model.name) in context.selected_asset_keys:
            yield _made(model, run.tables[model.name])
        if _check(model).key in context.selected_asset_check_keys:
            yield _told(model, run.tests_of(model.name))


def _run(session: Session) -> "Run":
    # Loaded when it runs: pandas and DuckDB would cost every other start of Dagster half a second.
    tables = import_module("resources.store.frames").frames(session.store, session.reported)
    run: Run = import_module("dbt_like_reports.runner").run(PROJECT, {"store": tables})
    return run


def _made(model: Model, rows: "pd.DataFrame") -> dg.MaterializeResult[None]:
    metadata: Metadata = {
        "dagster/row_count": dg.MetadataValue.int(len(rows)),
        "first rows": _first(rows),
    }
    version = digest([rows.to_csv(index=False)])
    return dg.MaterializeResult(asset_key=model.name, metadata=metadata, data_version=version)


def _first(rows: "pd.DataFrame") -> dg.MetadataValue:
    shown = rows.head(_ROWS).astype(object)
    return table(list(rows.columns), shown.where(shown.notna(), "").itertuples(index=False))


def _told(model: Model, tests: Sequence["Answer"]) -> dg.AssetCheckResult:
    failed = [each for each in tests if not each.passed]
    rows = [
        (each.test.model, each.test.column, each.test.wanted, "; ".join(each.examples)) for each in failed
    ]
    return dg.AssetCheckResult(
        passed=not failed,
        asset_key=model.name,
        check_name=CHECK,
        metadata={
            "tests": dg.MetadataValue.int(len(tests)),
            "failed": table(("model", "column", "should be", "rows that offend"), rows),
        },
    )
