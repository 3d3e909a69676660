"""The stages of a Dockerfile, and which of them become part of the image.

Source: [multi-stage builds](https://docs.docker.com/build/building/multi-stage/).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.dockerfile_text import Instruction
from gitops_assets.core.dependencies.parsers.variables import interpolated

_ARGUMENT = re.compile(r"(?<!\w)([A-Za-z_]\w*)=(\"[^\"]*\"|'[^']*'|\S*)")


@dataclass(frozen=True, slots=True)
class Stage:
    """What stands below one ``FROM``; ``base`` has the defaults of the ``ARG`` above the first one put in."""

    base: str
    name: str
    line: int
    instructions: tuple[Instruction, ...]


def stages_of(instructions: tuple[Instruction, ...]) -> Iterator[Stage]:
    """The stages in order; raises :class:`Malformed` for a ``FROM`` without an image."""
    starts = [nth for nth, each in enumerate(instructions) if each.keyword == "FROM"]
    values: dict[str, str] = {}
    for each in instructions[: starts[0] if starts else 0]:
        if each.keyword == "ARG":
            _define(each.rest, values)
    for start, end in pairwise([*starts, len(instructions)]):
        words = instructions[start].rest.split()
        if not words:
            raise Malformed("has a FROM without an image", instructions[start].line)
        name = words[2].lower() if len(words) > 2 and words[1].upper() == "AS" else ""
        base = interpolated(words[0], values)
        yield Stage(base, name, instructions[start].line, instructions[start + 1 : end])


def _define(rest: str, values: dict[str, str]) -> None:
    for found in _ARGUMENT.finditer(rest):
        values[found[1]] = interpolated(found[2].strip("\"'"), values)


def parents_of(stages: list[Stage]) -> Iterator[int | None]:
    """The earlier stage that each is built from, None where that is an image."""
    named: dict[str, int] = {}
    for nth, stage in enumerate(stages):
        yield named.get(stage.base.lower())
        if stage.name:
            named[stage.name] = nth


def shipped(parents: list[int | None]) -> set[int]:
    """The final stage and all that it is built from."""
    stage, found = len(parents) - 1 if parents else None, set()
    while stage is not None:
        found.add(stage)
        stage = parents[stage]
    return found
