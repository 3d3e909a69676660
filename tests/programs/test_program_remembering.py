"""A program that answered about the same files is not run again; what could change its answer is asked."""

import os
from pathlib import Path

import pytest

from gitops_assets.core.definitions.model import Program, Server
from gitops_assets.core.fleet.outside import ServerSection
from gitops_assets.core.gates.program_facts import ProgramAnswer
from resources.programs.asking import Outside, answers, standing
from resources.programs.remembering import DAYS, Remembered
from tests.gates.trees import tree
from tests.programs.scripts import SERVER, installed

CLOCK = "import sys, time; print(time.monotonic_ns()) if '--version' not in sys.argv else print('clock 1.0')"
FILES = {"app.py": "import os\n", "run.sh": "#!/bin/sh\n"}


@pytest.fixture
def memory(tmp_path: Path) -> Remembered:
    return Remembered(tmp_path / "cache")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program that never says the same twice."""
    installed(monkeypatch, tmp_path / "bin", clock=CLOCK)
    return tmp_path / "bin" / "clock"


def said(memory: Remembered | None, program: Program | None = None, **files: str) -> ProgramAnswer:
    held = tree({**FILES, **{name.replace("__", "."): text for name, text in files.items()}})
    return answers({"gate": program or Program(argv=("clock",))}, held, Outside(), memory=memory)["gate"]


def test_the_same_files_are_asked_about_once(memory: Remembered) -> None:
    assert said(memory) == said(memory)
    assert said(None).out != said(None).out


def test_other_files_another_definition_and_another_program_are_asked_again(
    memory: Remembered, clock: Path
) -> None:
    first = said(memory).out
    assert said(memory, app__py="import sys\n").out != first
    assert said(memory, Program(argv=("clock", "--now"))).out != first
    clock.write_text(f"{clock.read_text()}# newer\n")
    assert said(memory).out != first


def test_a_program_that_is_told_its_files_does_not_mind_the_others(memory: Remembered) -> None:
    shell = Program(argv=("clock",), files=("*.sh",))
    assert said(memory, shell) == said(memory, shell, app__py="other\n")
    assert said(memory, shell) != said(memory, shell, run__sh="other\n")


def test_what_may_use_the_network_is_always_asked(memory: Remembered) -> None:
    online = Program(argv=("clock",), network=True)
    assert said(memory, online).out != said(memory, online).out


@pytest.mark.parametrize(
    "body", ["import os; os.abort()", "import time; time.sleep(9)", "import sys; sys.exit(126)"]
)
def test_what_was_no_answer_is_not_remembered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, memory: Remembered, body: str
) -> None:
    guard = "import sys\nif '--version' in sys.argv: sys.exit()\n"
    installed(monkeypatch, tmp_path / "bin", bad=guard + body)
    said(memory, Program(argv=("bad",), timeout=1))
    assert not memory.folder.exists()


def test_what_somebody_else_wrote_there_is_no_answer(memory: Remembered) -> None:
    first = said(memory).out
    (place,) = memory.folder.glob("*/*")
    for text in ("{", "[]", '{"program": "x"}', '{"confined": 3}'):
        place.write_text(text)
        assert said(memory).out != first


def test_a_folder_that_cannot_be_written_remembers_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    memory = Remembered(tmp_path / "file")
    assert said(memory).out != said(memory).out


def test_what_nobody_wants_any_more_is_forgotten(memory: Remembered) -> None:
    said(memory)
    memory.forget_old()
    (place,) = memory.folder.glob("*/*")
    old = place.stat().st_mtime - (DAYS + 1) * 86_400
    os.utime(place, (old, old))
    memory.forget_old()
    assert not place.exists()


def test_a_server_is_asked_once_unless_it_is_given_something_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, memory: Remembered
) -> None:
    asked = SERVER.replace("'R1'", "os.urandom(4).hex()")
    installed(monkeypatch, tmp_path / "bin", linter_mcp=asked)
    program = {"gate": Program(server=Server(name="s"))}

    def out(**more: object) -> str:
        declared = ServerSection(command=("linter-mcp",), **more)  # type: ignore[arg-type] # a test's shorthand
        return answers(program, tree(FILES), Outside(servers={"s": declared}), memory=memory)["gate"].out

    assert out() == out()
    assert out(pass_env=("LINTER_TOKEN",)) != out(pass_env=("LINTER_TOKEN",))


def test_what_would_answer_has_a_name(clock: Path) -> None:
    digest, version = standing(Program(argv=("clock",)), Outside())
    assert (len(digest), version) == (64, "1.0")
    clock.write_text(f"{clock.read_text()}# newer\n")
    assert standing(Program(argv=("clock",)), Outside())[0] != digest
    assert standing(Program(argv=("no-such",)), Outside()) == ("no-such is not on PATH",)
    assert "not declared" in standing(Program(server=Server(name="s")), Outside())[0]
