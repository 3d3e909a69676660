"""The documentation says what is so: generated parts are current, links lead somewhere, examples exist."""

import json
import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
import yaml
from click.testing import CliRunner

from gitops_assets.assets import ASSETS, CHECKS
from gitops_assets.cli import generate
from gitops_assets.cli.exits import Exit
from gitops_assets.cli.main import COMMANDS, cli
from gitops_assets.core.changes import Kind
from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.graph.model import ConflictKind, Level
from gitops_assets.core.dependencies.links import LINKERS
from gitops_assets.core.dependencies.model import Confidence, Scope
from gitops_assets.core.dependencies.model import Kind as DependencyKind
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.gates import GATES
from gitops_assets.core.model import Cause, FindingStatus
from gitops_assets.core.state.meanings import MEANINGS
from gitops_assets.jobs.audit import AUDIT, LOOK, ROLL_UP
from gitops_assets.jobs.discovery import DISCOVER
from resources.store.schema import METADATA
from sensors import SENSORS
from tests.documents import PAGES, ROOT, anchors, code, links, typed
from tests.hostile import HOSTILE

README = (ROOT / "README.md").read_text("utf-8")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "text"), [*generate.generated()], ids=lambda each: each.name if isinstance(each, Path) else ""
)
def test_what_is_generated_is_current(path: Path, text: str) -> None:
    assert path.read_text("utf-8") == text, f"{path.name} is old; write it again: make docs"


def test_generating_writes_only_what_is_old_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, _ in generate.generated():
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "docs/gates.md").write_text("old")
    assert generate.main(tmp_path) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if not line.startswith("current")] == ["wrote   docs/gates.md"]
    assert (tmp_path / "docs/gates.md").read_bytes() == (ROOT / "docs/gates.md").read_bytes()


def test_a_page_without_a_place_for_a_block_is_named() -> None:
    with pytest.raises(generate.Unmarked, match=r"README\.md has no place for 'gates'; write the lines"):
        generate.filled("# Nothing\n", "gates", "", "README.md")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in links(path):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = path.parent / unquote(name) if name else path
        assert target.exists(), f"{path.name} links to {link}"
        assert not anchor or unquote(anchor) in anchors(target), f"{path.name} links to {link}"


def test_the_readme_repeats_the_lines_of_help() -> None:
    shown = CliRunner().invoke(cli, ["--help"], terminal_width=200).output
    for name, line in COMMANDS.items():
        assert f"| `gitops-assets {name}` | {line} |" in README
        assert re.search(rf"^  {name} +{re.escape(line)}$", shown, re.MULTILINE)


def test_the_readme_lists_every_exit_code() -> None:
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)] == [*map(int, Exit)]


def commands(path: Path) -> list[list[str]]:
    said = (shlex.split(line.partition(" > ")[0], comments=True) for line in typed(path))
    return [words[1:] for words in said if words and words[0] == "gitops-assets"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_command_and_option_in_an_example_exists(path: Path) -> None:
    for name, *words in commands(path):
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        if isinstance(command, click.Group):
            command = command.get_command(click.Context(command), words.pop(0))
            assert command is not None
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= known, f"{path.name}: {name} {words}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_make_target_in_an_example_exists(path: Path) -> None:
    rules = re.findall(r"^([a-z ]+):(?!=)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    known = {target for rule in rules for target in rule.split()}
    asked = {line.split()[1] for line in typed(path) if line.startswith("make ")}
    assert asked <= known


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_json_in_an_example_is_json(path: Path) -> None:
    for block in code(path, "json"):
        json.loads(block)


def test_the_small_fleet_file_is_sound() -> None:
    for block in code(ROOT / "docs/configuration.md", "yaml"):
        Fleet.model_validate(yaml.safe_load(block), context={"gate_ids": frozenset(GATES.ids)})


def test_the_faults_that_the_example_shows_are_told_so(tmp_path: Path) -> None:
    file = tmp_path / "fleet.yaml"
    file.write_text(
        "nmae: x\nroots: [.]\nthresholds:\n  stale_fetch_days: 0\ngates:\n  stash-emty:\n    enabled: false\n"
    )
    said = CliRunner().invoke(cli, ["audit", "--fleet", str(file)], standalone_mode=False).exception
    shown = next(block for block in code(ROOT / "docs/configuration.md", "console") if "3 faults" in block)
    assert str(said).replace(str(file), "/srv/fleet.yaml") in shown


def test_meanings_are_sentences_and_facts_are_not() -> None:
    for state, meaning in MEANINGS.items():
        assert meaning.text.endswith("."), state
        assert not meaning.fact.endswith("."), state


@pytest.mark.parametrize("word", [*Kind, *FindingStatus, *Cause])
def test_the_words_of_a_report_are_explained(word: str) -> None:
    assert f"`{word}`" in page("reports.md")


def test_everything_that_dagster_shows_is_explained() -> None:
    names = [key.to_user_string() for asset in ASSETS for key in asset.keys]
    gates = {gate.id.replace("-", "_") for gate in GATES}  # they have a page of their own
    names += [s.name for each in (*ASSETS, *CHECKS) for s in each.check_specs if s.name not in gates]
    names += [AUDIT.name, LOOK.name, ROLL_UP.name, DISCOVER.name, *(sensor.name for sensor in SENSORS)]
    assert [name for name in names if f"`{name}`" not in page("dagster.md")] == []


def test_every_hostile_repository_is_in_the_table_of_what_was_tried() -> None:
    assert [build.__name__ for build in HOSTILE if f"`{build.__name__}`" not in page("security.md")] == []


def test_every_test_that_the_threat_model_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", page("security.md"))
    assert named
    for file, name in named:
        assert f"def {name}" in (ROOT / file).read_text("utf-8"), f"{file}::{name}"


def test_every_file_that_the_walk_through_the_code_names_exists() -> None:
    named = re.findall(r"`([a-z_]+(?:/[a-z_0-9]+)*(?:\.py|/))`", page("architecture.md"))
    missing = [
        name for name in named if not any((ROOT / room / name).exists() for room in ("", "gitops_assets"))
    ]
    assert missing == []


def test_the_screenshot_is_a_picture_of_bearable_size() -> None:
    picture = (ROOT / "docs/images/report.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= 250_000


@pytest.mark.parametrize("word", [*DependencyKind, *Scope, *Confidence, *Level, *ConflictKind])
def test_the_words_of_dependencies_are_explained(word: str) -> None:
    assert re.search(rf"\b{word}\b", page("dependencies.md"))


def test_every_extractor_and_linker_is_in_the_documentation() -> None:
    ids = [each.id for each in (*EXTRACTORS, *LINKERS)]
    assert [name for name in ids if f"| `{name}` |" not in page("dependencies.md")] == []


def test_every_table_of_the_store_is_explained() -> None:
    assert [name for name in METADATA.tables if f"`{name}`" not in page("store.md")] == []


def test_the_picture_of_the_graph_is_of_bearable_size() -> None:
    picture = (ROOT / "docs/images/graph.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= 300_000


def test_every_variable_of_the_environment_is_explained() -> None:
    rooms = ("gitops_assets", "resources", "service", "sensors")
    sources = [path.read_text("utf-8") for room in rooms for path in (ROOT / room).rglob("*.py")]
    asked = {name for text in sources for name in re.findall(r"\bGITOPS_[A-Z_]*[A-Z]\b", text)}
    assert {"GITOPS_HOME", "GITOPS_FLEET"} <= asked
    assert [name for name in sorted(asked) if name not in page("configuration.md")] == []
