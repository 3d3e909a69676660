"""Adding a gate is one file, one line and one test file; whoever forgets one of them learns it here."""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.model import Gate
from gitops_assets.core.gates.page import gates_page

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "gitops_assets/core/gates"
PAGE = ROOT / "docs/gates.md"
MODULES = sorted(
    f"{path.parent.name}.{path.stem}"
    for path in ROOM.glob("*/*.py")
    if re.search(r"^GATE\b", path.read_text("utf-8"), re.MULTILINE)
)
"""The modules of gates, as `folder.name`; what is shared in a folder has no GATE."""


def module(name: str) -> ModuleType:
    return import_module(f"gitops_assets.core.gates.{name}")


def folder(gate: Gate) -> str:
    return gate.category.replace("-", "_")


def test_every_module_of_the_room_is_listed_and_nothing_else() -> None:
    assert sorted(f"{folder(gate)}.{gate.id.replace('-', '_')}" for gate in GATES) == MODULES


@pytest.mark.parametrize("name", MODULES)
def test_a_module_and_its_gate_tell_the_same(name: str) -> None:
    gate = module(name).GATE
    assert isinstance(gate, Gate)
    assert GATES.get(name.partition(".")[2].replace("_", "-")) is gate
    assert gate.doc is module(name).__doc__


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.id)
def test_a_gate_can_be_shown_to_a_user(gate: Gate) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", gate.id)
    assert gate.title
    assert not gate.title.endswith(".")
    assert gate.remedy.endswith(".")
    assert gate.version >= 1
    assert gate.sources
    assert (gate.find.__doc__ or "").startswith("Flag ")
    for text in (gate.doc, gate.remedy):
        assert 0 < len(text) <= 1024, "SARIF consumers cut longer texts"


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.id)
def test_a_gates_text_is_a_fact_a_reason_and_a_source(gate: Gate) -> None:
    fact, reason, source = gate.doc.strip().split("\n\n")
    assert fact.endswith(".")
    assert len(fact.splitlines()) == 1
    assert reason.endswith(".")
    assert re.match(r"Source: \[[^\]]+\]\(https://\S+\)", source)


@pytest.mark.parametrize("name", MODULES)
def test_every_gate_has_a_test_file(name: str) -> None:
    place, _, stem = name.partition(".")
    assert (Path(__file__).parent / place / f"test_{stem}.py").is_file()


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.id)
def test_a_gate_has_an_anchor_in_the_documentation(gate: Gate) -> None:
    text = PAGE.read_text("utf-8")
    assert f"\n## {gate.id}\n" in text
    assert f"](#{gate.id})" in text


def test_the_documentation_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == gates_page(), "docs/gates.md is old; write it again: make docs"
