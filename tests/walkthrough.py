"""Documentation that is followed to the letter: what a page tells to type is typed, in a home of its own.

Comments before a block of code say how it is meant, and are not shown to readers:

* ``<!-- not run: WHY -->``
* ``<!-- before: COMMAND -->``: what the page takes for granted
* ``<!-- exits with N -->``: the last command of the block
* ``<!-- file: NAME -->``: the block is what the reader writes into that file
* ``<!-- all of it -->``: each line of output that is shown is compared, and not just the first
"""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cli.command_line import ROOT, Done, gitops
from tests.documents import tokens

LEFT_OUT = "…"
_NOTE = re.compile(r"<!-- (not run|before|exits with|file|all of it)(?:: ?| )?(.*?) ?-->", re.DOTALL)
_MARK = re.compile(r"<<'(\w+)'$")
# What is different on every machine and every day: durations, ages and hashes.
_VARYING = re.compile(r"\b[\d.]+ (?=s\b|d\b|min\b|h\b)|\b[0-9a-f]{9,40}\b|\bnow\b|\bjust now\b")


@dataclass(frozen=True)
class Typed:
    """One command, and the lines of its output that the page shows."""

    command: str
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """One block of code and what its comments say."""

    line: int
    language: str
    text: str
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def commands(self) -> list[Typed]:
        if self.language == "sh":
            return [Typed(command, ()) for command in _logical(self.text.splitlines())]
        parts = re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]
        return [_typed(part) for part in parts]


def blocks(page: Path) -> Iterator[Block]:
    """Blocks that are typed into a terminal or written into a file, in the order of the page."""
    notes: dict[str, str] = {}
    for token in tokens(page):
        if token.type == "html_block":
            for kind, said in _NOTE.findall(token.content):
                notes[kind] = f"{notes[kind]}\n{said}" if kind in notes else said
        elif token.type == "fence":
            if token.info in {"sh", "console"} or "file" in notes:
                yield Block((token.map or [0])[0] + 1, token.info, token.content, notes)
            notes = {}
        elif token.type in {"heading_open", "paragraph_open"}:
            notes = {}


def _logical(lines: list[str]) -> Iterator[str]:
    """Commands, each with the lines that it goes on over."""
    waiting = iter(lines)
    for first in waiting:
        command = first
        while command.endswith("\\"):
            command = command[:-1] + next(waiting)
        if end := _MARK.search(command):
            for line in waiting:
                command += f"\n{line}"
                if line == end[1]:
                    break
        if command.strip() and not command.startswith("#"):
            yield command


def _typed(part: str) -> Typed:
    command, *shown = part.splitlines()
    while command.endswith("\\"):
        command = command[:-1] + shown.pop(0)
    return Typed(command, tuple(line for line in shown if line.strip() and LEFT_OUT not in line))


class Reader:
    """Somebody who has nothing but a home, and does what a page says."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.home, self.patch = home, patch
        self.folder = home / "work"
        self.folder.mkdir()
        (home / "srv").mkdir(exist_ok=True)
        patch.chdir(self.folder)

    def follow(self, block: Block) -> None:
        """Do what the block says; raises ``AssertionError`` where it does not go as shown."""
        for hidden in block.notes.get("before", "").splitlines():
            done = self.type(hidden)
            assert done.code == 0, f"$ {hidden}\n{done.out}{done.err}"
        if "file" in block.notes:
            place = Path(self._here(block.notes["file"])).expanduser()
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(self._here(block.text), "utf-8")
            return
        commands = block.commands
        for number, typed in enumerate(commands, 1):
            wanted = int(block.notes.get("exits with", 0)) if number == len(commands) else 0
            self._agree(typed, self.type(typed.command), wanted, everything="all of it" in block.notes)

    def type(self, command: str) -> Done:
        """Run one command line; gitops-assets alone in this process, anything else by the shell."""
        command = self._here(command)
        words = shlex.split(command, comments=True)
        if words[:1] == ["export"]:
            return self._exported(command)
        if words[:1] == ["cd"]:
            self.patch.chdir(Path(words[1]).expanduser())
            return Done(0, "", "")
        plain = not re.search(r"[|;&$`]", command)
        if plain and words[:1] == ["gitops-assets"]:
            return self._called(words[1:])
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
        return Done(done.returncode, done.stdout, done.stderr)

    def _called(self, words: list[str]) -> Done:
        arguments, where = (words[: words.index(">")], words[-1]) if ">" in words else (words, None)
        done = gitops(*(re.sub("^~(?=/)", os.environ["HOME"], word) for word in arguments))
        if where is None:
            return done
        Path(where).expanduser().write_text(done.out, "utf-8")
        return Done(done.code, "", done.err)

    def _exported(self, command: str) -> Done:
        done = subprocess.run(["sh", "-c", f"{command}; env -0"], capture_output=True, check=True)
        for pair in done.stdout.decode().split("\0"):
            name, _, value = pair.partition("=")
            if name and os.environ.get(name) != value:
                self.patch.setenv(name, value)
        return Done(0, "", "")

    def _here(self, text: str) -> str:
        return re.sub(r"(?<![\w/.])/(srv|var)/", rf"{self.home}/\1/", text)

    def _agree(self, typed: Typed, done: Done, wanted: int, *, everything: bool) -> None:
        said = done.out + done.err
        assert done.code == wanted, f"$ {typed.command}\nexit code {done.code}\n{said}"
        real = [self._plain(line) for line in said.splitlines()]
        for line in typed.shown if everything else typed.shown[:1]:
            assert self._plain(line) in real, f"$ {typed.command}\nshows {line!r}, and said\n{said}"

    def _plain(self, line: str) -> str:
        return " ".join(_VARYING.sub("~ ", line.replace(str(self.home), "")).split())


def copied(source: Path, target: Path) -> None:
    """A copy of a fleet; links and times stay what they are."""
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)


PAGES = sorted({ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")})
