"""One asset for each SQL model, after the models that it is made of; each mart has one check of its tests.

The steps on the way to marts are assets that no run materialises: they stand in the lineage with their
columns, but Dagster's events of each would cost an audit 15 ms, and there are as many as marts. A mart
answers for the tests of its steps, and names them.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dagster as dg

from dbt_like_reports.model import Model
from dbt_like_reports.project import Project
from dbt_like_reports.rendering import Rendered, lineage, planned
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


@dataclass(frozen=True, slots=True)
class Lines:
    """What each model is made of, and which of these are assets."""

    project: Project
    rendered: Mapping[str, Rendered]
    made_of: Mapping[str, frozenset[str]]

    def is_asset(self, name: str) -> bool:
        """Whether runs materialise it: all marts, and of the fleet's own models every one."""
        model = self.project.models[name]
        return model.is_mart or not model.own

    def upstream(self, rendered: Rendered) -> list[dg.AssetKey]:
        """What the model is made of: its steps, and behind them the nearest that runs materialise."""
        near: dict[str, None] = {}
        rest = sorted(rendered.refs)
        while rest:
            name = rest.pop(0)
            if self.is_asset(name):
                near[name] = None
            else:
                rest += sorted(self.rendered[name].refs)
        return [key_of(self.project.models[name]) for name in sorted({*near, *rendered.refs})]

    def answers_for(self, name: str) -> frozenset[str]:
        """The model and its steps; other assets have checks of their own."""
        return frozenset(each for each in self.made_of[name] if each == name or not self.is_asset(each))

    def tested(self, name: str) -> bool:
        """Whether anything must hold of it or of its steps."""
        about = self.answers_for(name)
        return any(self.project.models[each].tests for each in about) or any(
            test.model in about for test in self.project.singular
        )

    def version(self, name: str) -> str:
        """16 hex digits that move with the SQL of the model or of one of its steps."""
        text = "\0".join(self.rendered[each].sql for each in sorted(self.answers_for(name)))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def key_of(model: Model) -> dg.AssetKey:
    """What the asset of a model is called."""
    return dg.AssetKey([model.name] if model.own else [OWN, model.name])


def _columns(model: Model) -> dg.TableSchema:
    return dg.TableSchema([dg.TableColumn(each.name, each.type, each.description) for each in model.columns])


def _step(rendered: Rendered, lines: Lines) -> dg.AssetSpec:
    model = rendered.model
    refs = [key_of(lines.project.models[name]) for name in sorted(rendered.refs)]
    return dg.AssetSpec(
        key_of(model),
        deps=refs or ["fleet_report"],
        description=model.description,
        group_name="model_steps",
        kinds={"duckdb", "sql"},
        metadata={"dagster/column_schema": _columns(model)},
    )


def steps_of(project: Project) -> list[dg.AssetSpec]:
    """The steps on the way to our marts, which are computed with them and have no events."""
    plan = planned(project).models
    lines = Lines(project, {each.model.name: each for each in plan}, lineage(plan))
    return [_step(each, lines) for each in plan if not lines.is_asset(each.model.name)]


def _spec(rendered: Rendered, lines: Lines) -> dg.AssetSpec:
    model = rendered.model
    steps = sorted(name for name in lines.made_of[model.name] if not lines.is_asset(name))
    marts = any(lines.is_asset(name) for name in lines.made_of[model.name] if name != model.name)
    return dg.AssetSpec(
        key_of(model),
        # A step orders nothing in a run: without a mart before it, the model waits for the audit itself.
        deps=[*lines.upstream(rendered), *(() if marts else ("fleet_report",))],
        description=model.description or f"A model of the fleet's own: {model.path}.",
        group_name="models",
        kinds={"duckdb", "sql"},
        code_version=lines.version(model.name),
        metadata={
            "dagster/column_schema": _columns(model),
            "made of": dg.MetadataValue.text(", ".join(steps) or "nothing but other models"),
        },
        skippable=not model.own,
    )


def _check(model: Model) -> dg.AssetCheckSpec:
    # One for all tests: Dagster writes each evaluation in a transaction of its own, about 10 ms each.
    return dg.AssetCheckSpec(
        CHECK,
        asset=key_of(model),
        description="Every test of this model and of the steps that it is made of holds.",
    )


def models_asset(name: str, project: Project, *, own: bool) -> dg.AssetsDefinition | None:
    """The assets of our models, or of the fleet's own; None where there are none."""
    plan = planned(project).models
    lines = Lines(project, {each.model.name: each for each in plan}, lineage(plan))
    rendered = [each for each in plan if each.model.own == own and lines.is_asset(each.model.name)]
    if not rendered:
        return None
    models = [each.model for each in rendered]

    @dg.multi_asset(
        name=name,
        specs=[_spec(each, lines) for each in rendered],
        check_specs=[_check(model) for model in models if lines.tested(model.name)],
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
                yield _told(
                    model, [each for each in run.tests if each.test.model in lines.answers_for(model.name)]
                )

    return compute


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
    rows = [(each.test.about, each.test.wanted, each.fault or "; ".join(each.examples)) for each in failed]
    return dg.AssetCheckResult(
        passed=not failed,
        asset_key=key_of(model),
        check_name=CHECK,
        metadata={
            "tests": dg.MetadataValue.int(len(tests)),
            "failed": table(("what", "should be", "rows that offend"), rows),
        },
    )


_OURS = models_asset("report_models", PROJECT, own=True)
assert _OURS is not None  # noqa: S101 - there are some, for the type checker
report_models: dg.AssetsDefinition = _OURS


def own_models(project: Project) -> list[dg.AssetsDefinition]:
    """The assets of the fleet's own models beside ours."""
    made = models_asset("own_report_models", project, own=False)
    return [] if made is None else [made]
