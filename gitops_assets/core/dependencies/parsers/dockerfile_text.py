"""Dockerfiles taken apart into their instructions, each on the line where it begins.

Source: [Dockerfile reference](https://docs.docker.com/reference/dockerfile/).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gitops_assets.core.dependencies.model import Malformed

_DIRECTIVE = re.compile(r"#[ \t]*([A-Za-z]+)[ \t]*=[ \t]*(\S[^\n]*)")
_HEREDOC = re.compile(r"\d*<<(-?)([\"']?)([A-Za-z_][\w.]*)\2")
_WITH_HEREDOCS = frozenset({"RUN", "COPY", "ADD"})
_FLAG = re.compile(r"\s*(--[A-Za-z]\S*)")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: its keyword in capitals, its ``--flags``, and the rest joined to one line."""

    keyword: str
    flags: tuple[str, ...]
    rest: str
    line: int

    def flag(self, name: str) -> Iterator[str]:
        """The values of ``--name=value``, in order."""
        start = f"--{name}="
        return (flag[len(start) :] for flag in self.flags if flag.startswith(start))


@dataclass(frozen=True, slots=True)
class Dockerfile:
    """The instructions in order, and the parser directives of the top with their lines."""

    instructions: tuple[Instruction, ...]
    directives: dict[str, tuple[str, int]] = field(default_factory=dict)


def read_dockerfile(text: str) -> Dockerfile:
    """The instructions of a Dockerfile; raises :class:`Malformed` for a heredoc without an end."""
    lines = text.split("\n")
    directives = _directives(lines)
    escape = directives.get("escape", ("\\", 1))[0]
    return Dockerfile(tuple(_instructions(lines, "`" if escape == "`" else "\\")), directives)


def _directives(lines: list[str]) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines, 1):
        directive = _DIRECTIVE.fullmatch(line.strip())
        if directive is None or directive[1].lower() in found:
            break
        found[directive[1].lower()] = (directive[2].strip(), number)
    return found


def _instructions(lines: list[str], escape: str) -> Iterator[Instruction]:
    at = 0
    while at < len(lines):
        start, (joined, at) = at, _joined(lines, at, escape)
        keyword, _, rest = joined.replace("\t", " ").strip().partition(" ")
        if keyword.upper() == "ONBUILD":
            keyword, _, rest = rest.strip().partition(" ")
        if not keyword:
            continue
        if keyword.upper() in _WITH_HEREDOCS and "<<" in rest:
            at = _behind_heredocs(lines, at, rest)
        yield _instruction(keyword, rest, start + 1)


def _joined(lines: list[str], at: int, escape: str) -> tuple[str, int]:
    """The logical line that begins here and where the next one does; comments in between are left out."""
    parts: list[str] = []
    while at < len(lines):
        line, at = lines[at].strip(), at + 1
        if line.startswith("#") or (parts and not line):
            if not parts:
                break
            continue
        parts.append(line.removesuffix(escape))
        if not line.endswith(escape):
            break
    return " ".join(parts), at


def _behind_heredocs(lines: list[str], at: int, rest: str) -> int:
    start = at
    for word in rest.split():
        opened = _HEREDOC.fullmatch(word)
        while opened and at < len(lines) and not _closes(lines[at], opened):
            at += 1
        if opened and at >= len(lines):
            raise Malformed(f"has a heredoc {opened[3]!r} that does not end", start)
        at += bool(opened)
    return at


def _closes(line: str, opened: re.Match[str]) -> bool:
    return (line.lstrip("\t") if opened[1] else line) == opened[3]


def _instruction(keyword: str, rest: str, line: int) -> Instruction:
    flags, at = [], 0
    while found := _FLAG.match(rest, at):
        flags.append(found[1])
        at = found.end()
    return Instruction(keyword.upper(), tuple(flags), rest[at:].strip(), line)
