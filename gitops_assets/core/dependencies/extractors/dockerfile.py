"""Dockerfiles: the images that an image is built from.

The final stage and those that it is built from are needed at run time, all other stages to build. A stage's
name is no dependency. The ``ARG`` defaults above the first ``FROM`` are put in, as the build does; what stays
unknown is inferred and shown as written. A dev container's is needed to develop. Templates of Dockerfiles
(``Dockerfile.j2``) are not read.

Source: [Dockerfile reference](https://docs.docker.com/reference/dockerfile/).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gitops_assets.core.dependencies.ecosystems.images import needed
from gitops_assets.core.dependencies.model import Extractor, Malformed, Row, Scope
from gitops_assets.core.dependencies.parsers.dockerfile_text import Instruction, read_dockerfile
from gitops_assets.core.dependencies.parsers.in_tree import file_of
from gitops_assets.core.dependencies.parsers.variables import interpolated

_STARTS = ("dockerfile.", "containerfile.")
_ENDS = (".dockerfile", ".containerfile")
_OTHER = (
    *(".dockerignore", ".md", ".rst", ".txt", ".html", ".json", ".yml", ".yaml", ".toml", ".lock", ".sh"),
    *(".go", ".py", ".js", ".ts", ".rb", ".rs", ".java", ".kt", ".cs", ".php", ".lua", ".vim", ".svg"),
    *(
        ".tt",
        ".j2",
        ".jinja",
        ".jinja2",
        ".tmpl",
        ".tpl",
        ".template",
        ".erb",
        ".ejs",
        ".mustache",
        ".hbs",
        ".in",
    ),
)
_ARGUMENT = re.compile(r"(?<!\w)([A-Za-z_]\w*)=(\"[^\"]*\"|'[^']*'|\S*)")


def wants(path: str) -> bool:
    """Dockerfile, Dockerfile.*, *.Dockerfile, and the same with Containerfile."""
    name = file_of(path).lower()
    if name in {"dockerfile", "containerfile"} or name.endswith(_ENDS):
        return True
    return name.startswith(_STARTS) and not name.endswith(_OTHER)


@dataclass(frozen=True, slots=True)
class _Stage:
    base: str
    name: str
    line: int
    instructions: tuple[Instruction, ...]


def extract(path: str, text: str) -> Iterator[Row]:
    """The images of ``FROM``, ``COPY --from``, ``RUN --mount=from=`` and the frontend of ``# syntax=``."""
    dockerfile = read_dockerfile(text)
    if "syntax" in dockerfile.directives:
        written, line = dockerfile.directives["syntax"]
        yield from needed(written, path, line, scope=Scope.BUILD)
    stages = list(_stages(dockerfile.instructions))
    if dockerfile.instructions and not stages:
        raise Malformed("has no FROM instruction", dockerfile.instructions[0].line)
    parents = list(_parents(stages))
    shipped = _shipped(parents)
    final = Scope.DEV if ".devcontainer" in path.split("/") else Scope.RUNTIME
    names = sorted({stage.name for stage in stages if stage.name})
    known = set(names)
    for nth, stage in enumerate(stages):
        scope = final if nth in shipped else Scope.BUILD
        if parents[nth] is None and not _by_variable(stage.base, names):
            yield from needed(stage.base, path, stage.line, scope=scope)
        for written, line, when in _copied(stage, scope):
            if not written.isdigit() and written.lower() not in known:
                yield from needed(written, path, line, scope=when)


def _stages(instructions: tuple[Instruction, ...]) -> Iterator[_Stage]:
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
        yield _Stage(base, name, instructions[start].line, instructions[start + 1 : end])


def _define(rest: str, values: dict[str, str]) -> None:
    for found in _ARGUMENT.finditer(rest):
        values[found[1]] = interpolated(found[2].strip("\"'"), values)


def _parents(stages: list[_Stage]) -> Iterator[int | None]:
    """The earlier stage that each is built from, None where that is an image."""
    named: dict[str, int] = {}
    for nth, stage in enumerate(stages):
        yield named.get(stage.base.lower())
        if stage.name:
            named[stage.name] = nth


def _shipped(parents: list[int | None]) -> set[int]:
    """The final stage and all that it is built from."""
    stage, found = len(parents) - 1 if parents else None, set()
    while stage is not None:
        found.add(stage)
        stage = parents[stage]
    return found


def _by_variable(base: str, names: Sequence[str]) -> bool:
    """Whether a variable chooses among the stages: ``build-$TARGETARCH`` beside a stage ``build-arm64``."""
    head, dollar, _ = base.lower().partition("$")
    at = bisect_left(names, head)
    return bool(dollar and head) and at < len(names) and names[at].startswith(head)


def _copied(stage: _Stage, scope: Scope) -> Iterator[tuple[str, int, Scope]]:
    for each in stage.instructions:
        if each.keyword in {"COPY", "ADD"}:
            yield from ((written, each.line, scope) for written in each.flag("from"))
        elif each.keyword == "RUN":
            for mount in each.flag("mount"):
                options = dict(option.partition("=")[::2] for option in mount.split(","))
                if options.get("from"):
                    yield options["from"], each.line, Scope.BUILD


EXTRACTOR = Extractor(
    id="dockerfile",
    title="Dockerfiles",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("dockerfile", "containerfile"),
    beginnings=("dockerfile.", "containerfile."),
)
