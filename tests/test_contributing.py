"""The gate and the extractor that CONTRIBUTING.md shows are whole ones: this puts them to work."""

import re
import sys
from types import ModuleType

import pytest

from gitops_assets.core.dependencies.model import Extractor
from gitops_assets.core.gates.model import Gate
from tests.documents import ROOT
from tests.gates import test_gate_registry as demands

NAME = "gitops_assets.core.gates.state.remote_configured"
EXTRACTOR = "gitops_assets.core.dependencies.extractors.dart_pubspec"


def example(name: str) -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    found = re.search(rf"<!-- example: {name} -->\n```python\n(.*?)```", text, re.DOTALL)
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


def test_the_files_that_the_steps_name_are_where_the_others_are() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for name in re.findall(r"`((?:gitops_assets|tests|exporters|resources|docs)/[\w/.]+)`", text):
        path = ROOT / name
        assert path.exists() or path.stem.removeprefix("test_") in {"remote_configured", "dart_pubspec"}, name
        assert path.parent.is_dir()
