"""One asset for each mart of the SQL models, and one check: what must hold of its columns does."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import dagster as dg

from dbt_like_reports.project import Model
from gitops_assets.assets.describe import Metadata, digest, table
from gitops_assets.assets.material import PROJECT, models_at
from gitops_assets.core.tables import Table
from resources.auditing import Auditing

if TYPE_CHECKING:
    from dbt_like_reports.column_tests import Answer

Event = dg.MaterializeResult[None] | dg.AssetCheckResult

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
    run = models_at(auditing.session(context.run))
    for model in PROJECT.marts:
        if dg.AssetKey(model.name) in context.selected_asset_keys:
            yield _made(model, run.tables[model.name])
        if _check(model).key in context.selected_asset_check_keys:
            yield _told(model, run.tests_of(model.name))


def _made(model: Model, made: Table) -> dg.MaterializeResult[None]:
    names = [column.name for column in made.columns]
    shown = [["" if cell is None else cell for cell in row] for row in made.rows[:_ROWS]]
    metadata: Metadata = {
        "dagster/row_count": dg.MetadataValue.int(len(made.rows)),
        "first rows": table(names, shown),
    }
    return dg.MaterializeResult(asset_key=model.name, metadata=metadata, data_version=digest(made.rows))


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
