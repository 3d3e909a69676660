"""What CONTRIBUTING.md shows as gates, extractors, formats and models is whole: this puts it to work."""

import re
import shutil
import sys
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from dbt_like_reports import project
from exporters.model import Exporter
from gitops_assets.core.dependencies.model import Extractor
from gitops_assets.core.gates.model import Gate
from tests.documents import ROOT, code
from tests.exporters import test_exporter_registry as format_demands
from tests.gates import test_gate_registry as demands

NAME = "gitops_assets.core.gates.state.remote_configured"
EXTRACTOR = "gitops_assets.core.dependencies.extractors.dart_pubspec"
FORMAT = "exporters.text_findings"
MODEL = "owner_workload"
SHOWN = {"remote_configured", "dart_pubspec", "text_findings", MODEL}


def example(name: str, language: str = "python") -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    found = re.search(rf"<!-- example: {name} -->\n```{language}\n(.*?)```", text, re.DOTALL)
    assert found, f"CONTRIBUTING.md shows no {name}"
    return found[1]


def loaded(name: str, source: str) -> ModuleType:
    module = ModuleType(name)
    exec(compile(source, f"CONTRIBUTING.md: {name}", "exec"), module.__dict__)  # noqa: S102 - our own page
    return module


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    module = loaded(NAME, example("gate"))
    monkeypatch.setitem(sys.modules, NAME, module)
    found = module.GATE
    assert isinstance(found, Gate)
    assert found.doc == module.__doc__
    return found


def test_the_example_is_a_gate_like_every_other(gate: Gate) -> None:
    demands.test_a_gate_can_be_shown_to_a_user(gate)
    demands.test_a_gates_text_is_a_fact_a_reason_and_a_source(gate)
    assert gate.id.replace("-", "_") == NAME.rpartition(".")[2]


def test_the_tests_of_the_example_pass(gate: Gate) -> None:
    module = loaded("example_test", example("test"))
    tests = [value for name, value in vars(module).items() if name.startswith("test_")]
    assert module.GATE is gate
    assert len(tests) > 1
    for test in tests:
        test()


def test_the_extractor_of_the_example_is_one_like_every_other_and_its_tests_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = loaded(EXTRACTOR, example("extractor"))
    monkeypatch.setitem(sys.modules, EXTRACTOR, module)
    shown = module.EXTRACTOR
    assert isinstance(shown, Extractor)
    assert shown.id.replace("-", "_") == EXTRACTOR.rpartition(".")[2]
    assert shown.doc == module.__doc__
    assert re.search(r"\n\nSource: \[[^\]]+\]\(https://\S+\)", shown.doc)
    assert shown.wants("app/pubspec.yaml")
    tests = loaded("example_extractor_test", example("extractor test"))
    named = [value for name, value in vars(tests).items() if name.startswith("test_")]
    assert len(named) > 1
    for test in named:
        test()


def test_the_format_of_the_example_is_one_like_every_other_and_its_tests_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = loaded(FORMAT, example("format"))
    monkeypatch.setitem(sys.modules, FORMAT, module)
    shown = module.EXPORTER
    assert isinstance(shown, Exporter)
    assert FORMAT.rpartition(".")[2].startswith(shown.id)
    assert re.fullmatch(r"[a-z]+\.[a-z]+", shown.file_name)
    format_demands.test_an_audit_that_found_nothing_is_a_report_too(shown)
    run_all(loaded("example_format_test", example("format test")))


def with_model(folder: Path, name: str, sql: str, description: str) -> Path:
    """Our own models with one more."""
    shutil.copytree(project.BUILT_IN, folder / "dbt", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "dbt/models/marts" / f"{name}.sql").write_text(sql, "utf-8")
    (folder / "dbt/models/one_more.yml").write_text(description, "utf-8")
    return folder / "dbt"


def test_the_model_of_the_example_is_described_and_its_tests_pass(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = with_model(
        tmp_path, MODEL, example("model", "sql"), f"models:\n{example('model description', 'yaml')}"
    )
    monkeypatch.setattr(project, "load_project", partial(project.load_project, folder))
    model = project.load_project().models[MODEL]
    assert model.is_mart
    assert model.description
    assert [column.name for column in model.columns if not column.description] == []
    run_all(loaded("example_model_test", example("model test")))


def test_the_model_of_the_guide_can_be_computed(tmp_path: Path) -> None:
    from dbt_like_reports.runner import run  # noqa: PLC0415 - DuckDB, for two tests of this file
    from tests.models.tables import tables  # noqa: PLC0415 - pandas, likewise

    guide = ROOT / "docs/how-to/write-a-model.md"
    sql, described = next(code(guide, "sql")), next(code(guide, "yaml"))
    made = run(
        project.load_project(with_model(tmp_path, "riskiest_owners", sql, described)), {"store": tables()}
    )
    assert [column.name for column in made.tables["riskiest_owners"].columns] == [
        "owner",
        "repositories",
        "high",
    ]


def run_all(module: ModuleType) -> None:
    tests = [value for name, value in vars(module).items() if name.startswith("test_")]
    assert tests
    for test in tests:
        test()


def test_the_files_that_the_steps_name_are_where_the_others_are() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for name in re.findall(
        r"`((?:gitops_assets|tests|exporters|resources|docs|dbt_like_reports)/[\w/.]+)`", text
    ):
        path = ROOT / name
        assert path.exists() or path.stem.removeprefix("test_") in SHOWN, name
        assert path.parent.is_dir()
