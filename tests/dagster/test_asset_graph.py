"""The asset graph as a person reads it: one checked-in text that a change has to change on purpose.

``UPDATE_ASSET_GRAPH=1 pytest tests/dagster/test_asset_graph.py`` writes it again.
"""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from gitops_assets.assets import ASSETS, CHECKS
from gitops_assets.assets.material import PROJECT
from gitops_assets.core.gates import GATES
from gitops_assets.definitions import definitions
from sensors import SENSORS

ROOT = Path(__file__).parents[2]
SNAPSHOT = Path(__file__).with_name("asset_graph.txt")
BODIES = 15
"""Lines that the body of an asset, a check or a sensor may have (DESIGN.md, section 6)."""

SPECS = [spec for asset in ASSETS for spec in asset.specs]
JOBS = ("audit", "look", "roll_up", "discover")
CHECK_SPECS = [spec for each in (*ASSETS, *CHECKS) for spec in each.check_specs]


def test_the_graph_is_the_one_that_was_agreed_on() -> None:
    current = "\n".join(graph_lines(definitions())) + "\n"
    if os.environ.get("UPDATE_ASSET_GRAPH"):
        SNAPSHOT.write_text(current, "utf-8")
    assert current == SNAPSHOT.read_text("utf-8")


def test_dagster_can_load_everything() -> None:
    dg.Definitions.validate_loadable(definitions())


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key.to_user_string())
def test_every_asset_says_what_it_is_and_belongs_to_a_group_but_to_nobody(spec: dg.AssetSpec) -> None:
    assert spec.description
    assert spec.description.split("\n\n")[0].endswith(".")
    assert spec.kinds
    assert spec.group_name in {"repositories", "fleet", "models", "reports"}
    assert not spec.owners
    assert spec.code_version


def test_no_check_blocks_and_every_check_says_what_should_be_true() -> None:
    assert CHECK_SPECS
    assert [spec.name for spec in CHECK_SPECS if spec.blocking or not spec.description] == []


def test_sensors_and_jobs_say_what_they_are_for() -> None:
    jobs = [definitions().resolve_job_def(name) for name in JOBS]
    assert [job.name for job in jobs if not job.description] == []
    assert [sensor.name for sensor in SENSORS if not sensor.description] == []


@pytest.mark.parametrize(
    ("room", "decorators"),
    [("gitops_assets/assets", {"asset", "multi_asset", "asset_check"}), ("sensors", {"sensor"})],
)
def test_bodies_are_thin(room: str, decorators: set[str]) -> None:
    bodies = [body for file in (ROOT / room).glob("*.py") for body in decorated(file, decorators)]
    assert bodies
    assert [body.name for body in bodies if lines_of(body) > BODIES] == []


def test_beta_features_are_opted_in_at_one_place() -> None:
    rooms = ("gitops_assets", "resources", "sensors", "service", "exporters", "dbt_like_reports")
    sources = [file for room in rooms for file in (ROOT / room).rglob("*.py")]
    assert [file.name for file in sources if "BetaWarning" in file.read_text("utf-8")] == ["partitions.py"]


def graph_lines(defs: dg.Definitions) -> Iterator[str]:
    for spec in SPECS:
        kinds, group = ", ".join(sorted(spec.kinds)), spec.group_name
        parts = (
            spec.partitions_def.name
            if isinstance(spec.partitions_def, dg.DynamicPartitionsDefinition)
            else "none"
        )
        yield f"asset {spec.key.to_user_string()}"
        yield f"    group {group}, kinds {kinds}, partitions {parts}"
        upstream = sorted(dep.asset_key.to_user_string() for dep in spec.deps)
        yield f"    after {', '.join(upstream) or 'nothing'}"
    gates = {gate.id.replace("-", "_") for gate in GATES}
    assert gates == {check.name for check in CHECK_SPECS if check.asset_key.path == ["gate_results"]}
    yield "checks gate_results: one a gate"
    for check in (each for each in CHECK_SPECS if each.name not in gates):
        yield f"check {check.asset_key.to_user_string()}:{check.name}, blocking {check.blocking}"
    for name in ("audit", "look", "roll_up"):
        made = set(defs.resolve_job_def(name).asset_layer.executable_asset_keys)
        left = sorted(spec.key.to_user_string() for spec in SPECS if spec.key not in made)
        yield f"job {name}"
        few = sorted(key.to_user_string() for key in made)
        everything = f"everything{' but ' if left else ''}{', '.join(left)}"
        yield f"    makes {everything if len(left) < len(made) else ', '.join(few)}"
    for sensor in SENSORS:
        yield f"sensor {sensor.name}, {sensor.default_status.value}, each {sensor.minimum_interval_seconds} s"
        yield f"    launches {', '.join(target.job_name for target in sensor.targets) or 'nothing'}"


def decorated(file: Path, decorators: set[str]) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and decorators & set(map(decorator_name, node.decorator_list)):
            yield node


def decorator_name(node: ast.expr) -> str:
    target = node.func if isinstance(node, ast.Call) else node
    return target.attr if isinstance(target, ast.Attribute) else ast.unparse(target)


def lines_of(function: ast.FunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_every_model_is_in_the_lineage_and_only_marts_have_events() -> None:
    graph = definitions().resolve_asset_graph()
    keys = {key.to_user_string(): key for key in graph.get_all_asset_keys()}
    assert set(PROJECT.models) <= set(keys)
    made = {name for name in PROJECT.models if keys[name] in graph.materializable_asset_keys}
    assert made == {model.name for model in PROJECT.marts}
    (above,) = graph.get(keys["stg_audits"]).parent_keys
    assert above.to_user_string() == "fleet_report"
