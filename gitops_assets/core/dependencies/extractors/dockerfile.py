"""Dockerfiles: the images that an image is built from.

The final stage and those that it is built from are needed at run time, all other stages to build. A stage's
name is no dependency. The ``ARG`` defaults above the first ``FROM`` are put in, as the build does; what stays
unknown is inferred and shown as written. A dev container's is needed to develop. Templates of Dockerfiles
(``Dockerfile.j2``) are not read.

Source: [Dockerfile reference](https://docs.docker.com/reference/dockerfile/).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from gitops_assets.core.dependencies.ecosystems.images import needed
from gitops_assets.core.dependencies.model import Extractor, Malformed, Row, Scope
from gitops_assets.core.dependencies.parsers.dockerfile_stages import Stage, parents_of, shipped, stages_of
from gitops_assets.core.dependencies.parsers.dockerfile_text import read_dockerfile
from gitops_assets.core.dependencies.parsers.in_tree import file_of

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


def wants(path: str) -> bool:
    """Dockerfile, Dockerfile.*, *.Dockerfile, and the same with Containerfile."""
    name = file_of(path).lower()
    if name in {"dockerfile", "containerfile"} or name.endswith(_ENDS):
        return True
    return name.startswith(_STARTS) and not name.endswith(_OTHER)


def extract(path: str, text: str) -> Iterator[Row]:
    """The images of ``FROM``, ``COPY --from``, ``RUN --mount=from=`` and the frontend of ``# syntax=``."""
    dockerfile = read_dockerfile(text)
    if "syntax" in dockerfile.directives:
        written, line = dockerfile.directives["syntax"]
        yield from needed(written, path, line, scope=Scope.BUILD)
    stages = list(stages_of(dockerfile.instructions))
    if dockerfile.instructions and not stages:
        raise Malformed("has no FROM instruction", dockerfile.instructions[0].line)
    parents = list(parents_of(stages))
    kept = shipped(parents)
    final = Scope.DEV if ".devcontainer" in path.split("/") else Scope.RUNTIME
    names = sorted({stage.name for stage in stages if stage.name})
    known = set(names)
    for nth, stage in enumerate(stages):
        scope = final if nth in kept else Scope.BUILD
        if parents[nth] is None and not _by_variable(stage.base, names):
            yield from needed(stage.base, path, stage.line, scope=scope)
        for written, line, when in _copied(stage, scope):
            if not written.isdigit() and written.lower() not in known:
                yield from needed(written, path, line, scope=when)


def _by_variable(base: str, names: Sequence[str]) -> bool:
    """Whether a variable chooses among the stages: ``build-$TARGETARCH`` beside a stage ``build-arm64``."""
    head, dollar, _ = base.lower().partition("$")
    at = bisect_left(names, head)
    return bool(dollar and head) and at < len(names) and names[at].startswith(head)


def _copied(stage: Stage, scope: Scope) -> Iterator[tuple[str, int, Scope]]:
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
