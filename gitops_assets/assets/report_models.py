"""One asset for each of the SQL models, after those that it refers to, and one check: its tests hold."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import dagster as dg

from dbt_like_reports.model import Model
from dbt_like_reports.project import Project
from dbt_like_reports.rendering import Rendered, planned
from gitops_assets.assets.describe import Metadata, digest, table
from gitops_assets.assets.material import PROJECT, models_at
from gitops_assets.core.tables import Table
from resources.auditing import Auditing

if TYPE_CHECKING:
    from dbt_like_reports.column_tests import Answer

Event = dg.MaterializeResult[None] | dg.AssetCheckResult

CHECK = "columns_hold"
OWN = "own"
"""Before the names of the fleet's own models, which may be called like any other asset."""
_ROWS = 20


def key_of(model: Model) -> dg.AssetKey:
    """What the asset of a model is called."""
    return dg.AssetKey([model.name] if model.own else [OWN, model.name])


def _spec(rendered: Rendered, project: Project) -> dg.AssetSpec:
    model = rendered.model
    columns = [dg.TableColumn(each.name, each.type, each.description) for each in model.columns]
    return dg.AssetSpec(
        key_of(model),
        deps=[key_of(project.models[ref]) for ref in sorted(rendered.refs)] or ["fleet_report"],
        description=model.description or f"A model of the fleet's own: {model.path}.",
        group_name="models",
        kinds={"duckdb", "sql"},
        code_version=hashlib.sha256(rendered.sql.encode()).hexdigest()[:16],
        metadata={"dagster/column_schema": dg.TableSchema(columns)},
        skippable=not model.own,
    )


def _check(model: Model) -> dg.AssetCheckSpec:
    # One for all tests: Dagster writes each evaluation in a transaction of its own, about 10 ms each.
    return dg.AssetCheckSpec(CHECK, asset=key_of(model), description="Every test of this model holds.")


def models_asset(name: str, project: Project, *, own: bool) -> dg.AssetsDefinition | None:
    """The assets of our models, or of the fleet's own; None where there are none."""
    rendered = [each for each in planned(project).models if each.model.own == own]
    if not rendered:
        return None
    models = [each.model for each in rendered]

    @dg.multi_asset(
        name=name,
        specs=[_spec(each, project) for each in rendered],
        check_specs=[_check(model) for model in models if _tested(model, project)],
        can_subset=True,
        op_tags={"dagster/priority": "-1"},  # after the report files, which do not need them
        description="Every SQL model, computed at once from the store as of the audit.",
    )
    def compute(context: dg.AssetExecutionContext, auditing: dg.ResourceParam[Auditing]) -> Iterator[Event]:
        run = models_at(auditing.session(context.run))
        for fault in run.faults:
            context.log.warning("%s", fault)
        for model in models:
            key, check = key_of(model), _check(model).key
            if key in context.selected_asset_keys and model.name in run.rows:
                yield _made(model, run.tables.get(model.name), run.rows[model.name])
            if check in context.selected_asset_check_keys and model.name in run.rows:
                yield _told(model, [each for each in run.tests if each.test.model == model.name])

    return compute


def _tested(model: Model, project: Project) -> bool:
    return bool(model.tests) or any(test.model == model.name for test in project.singular)


def _made(model: Model, made: Table | None, rows: int) -> dg.MaterializeResult[None]:
    metadata: Metadata = {"dagster/row_count": dg.MetadataValue.int(rows)}
    if made is None:
        return dg.MaterializeResult(asset_key=key_of(model), metadata=metadata)
    names = [column.name for column in made.columns]
    shown = [["" if cell is None else cell for cell in row] for row in made.rows[:_ROWS]]
    return dg.MaterializeResult(
        asset_key=key_of(model),
        metadata={**metadata, "first rows": table(names, shown)},
        data_version=digest(made.rows),
    )


def _told(model: Model, tests: Sequence["Answer"]) -> dg.AssetCheckResult:
    failed = [each for each in tests if not each.passed]
    rows = [(each.test.column, each.test.wanted, each.fault or "; ".join(each.examples)) for each in failed]
    return dg.AssetCheckResult(
        passed=not failed,
        asset_key=key_of(model),
        check_name=CHECK,
        metadata={
            "tests": dg.MetadataValue.int(len(tests)),
            "failed": table(("column", "should be", "rows that offend"), rows),
        },
    )


_OURS = models_asset("report_models", PROJECT, own=True)
assert _OURS is not None  # noqa: S101 - there are some, for the type checker
report_models: dg.AssetsDefinition = _OURS


def own_models(project: Project) -> list[dg.AssetsDefinition]:
    """The assets of the fleet's own models beside ours."""
    made = models_asset("own_report_models", project, own=False)
    return [] if made is None else [made]
