"""GitHub Actions: the actions, reusable workflows and images that a workflow or an action runs.

What an action uses is needed at run time by whoever uses the action, what a workflow uses to build. An action
and a workflow that others may call are offered under their path. Images that steps push are inferred to be
offered, where the name is written out; of expressions only ``github.repository`` and
``github.repository_owner`` stay in a name, as the repository's own name is not known to its files.

Source: [workflow syntax](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.images import image, named, needed
from gitops_assets.core.dependencies.model import (
    Confidence,
    Extractor,
    Kind,
    Publication,
    Row,
    Scope,
)
from gitops_assets.core.dependencies.parsers.github_uses import used
from gitops_assets.core.dependencies.parsers.image_pushes import given, pushed
from gitops_assets.core.dependencies.parsers.in_tree import folder_of
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document

_YAML = (".yml", ".yaml")
_ACTIONS = ("/action.yml", "/action.yaml")
_OWN = re.compile(r"\$\{\{ *github\.(repository|repository_owner) *\}\}")


def wants(path: str) -> bool:
    """Workflows at the top of the tree, and every action.yml."""
    if path.startswith(".github/workflows/"):
        return path.endswith(_YAML)
    return f"/{path}".endswith(_ACTIONS)


def extract(path: str, text: str) -> Iterator[Row]:
    """Every ``uses``, container, service and pushed image, and what the file itself offers."""
    read = _Pipeline(path, text, read_yaml_document(text))
    yield from read.workflow() if folder_of(path) == ".github/workflows" else read.action()


class _Pipeline:
    """One workflow or action."""

    def __init__(self, path: str, text: str, file: Located) -> None:
        self._path, self._lines, self._file = path, text.split("\n"), file

    def workflow(self) -> Iterator[Row]:
        """What a workflow needs, and offers where others may call it."""
        triggers = self._file.at("on")
        if triggers == "workflow_call" or (isinstance(triggers, list | dict) and "workflow_call" in triggers):
            yield self._offer(self._path, self._file.line("on", "workflow_call"))
        for job in self._file.mapping("jobs"):
            yield from self._job(("jobs", job))

    def action(self) -> Iterator[Row]:
        """What an action needs, and the action itself."""
        if self._file.at("runs") is None:
            return
        yield self._offer(folder_of(self._path) or ".", self._file.line("name"))
        written = self._file.text("runs", "image")
        if written and written.startswith("docker://"):
            yield from needed(written, self._path, self._file.line("runs", "image"))
        yield from self._steps(("runs",), Scope.RUNTIME)

    def _offer(self, name: str, line: int) -> Publication:
        return Publication(
            kind=Kind.ACTION, ecosystem="github-action-path", name=name, path=self._path, line=line
        )

    def _job(self, place: Place) -> Iterator[Row]:
        yield from self._uses(place, Scope.BUILD)
        containers = [(*place, "container")]
        containers += [(*place, "services", name) for name in self._file.mapping(*place, "services")]
        for each in containers:
            written = self._file.text(*each) or self._file.text(*each, "image")
            if written:
                yield from needed(written, self._path, self._file.line(*each, "image"), scope=Scope.BUILD)
        yield from self._steps(place, Scope.BUILD)

    def _steps(self, place: Place, scope: Scope) -> Iterator[Row]:
        for nth in range(len(self._file.items(*place, "steps"))):
            yield from self._uses((*place, "steps", nth), scope)
            yield from self._pushes((*place, "steps", nth), place)

    def _uses(self, place: Place, scope: Scope) -> Iterator[Row]:
        written = self._file.text(*place, "uses")
        if written:
            yield from used(written, self._path, self._file.line(*place, "uses"), scope=scope)

    def _pushes(self, step: Place, job: Place) -> Iterator[Publication]:
        action, script = self._file.text(*step, "uses"), self._file.text(*step, "run")
        if action and action.startswith("docker/"):
            inputs, environment = self._file.mapping(*step, "with"), self._environment((), job, step)
            for written in given(action, inputs, environment):
                yield from self._offered(written, self._file.line(*step, "with"))
        for written in pushed(script or ""):
            yield from self._offered(written, self._file.line(*step, "run"))

    def _environment(self, *places: Place) -> dict[str, str]:
        """What ``env`` says at these places, the last one counting most."""
        pairs = (pair for place in places for pair in self._file.mapping(*place, "env").items())
        return {name: value for name, value in pairs if isinstance(value, str)}

    def _offered(self, written: str, start: int) -> Iterator[Publication]:
        found = image(written)
        if found is None or not named(_OWN.sub("x", found.name)):
            return
        yield Publication(
            kind=Kind.IMAGE,
            ecosystem="docker",
            name=_OWN.sub(r"${{ github.\1 }}", found.name),
            path=self._path,
            line=self._line_of(written, start),
            version=found.tag if found.literal else None,
            confidence=Confidence.INFERRED,
        )

    def _line_of(self, written: str, start: int) -> int:
        """The line at or below ``start`` that says it; of what variables made there is only the start."""
        below = range(start, min(start + 200, len(self._lines) + 1))
        return next((line for line in below if written in self._lines[line - 1]), start)


EXTRACTOR = Extractor(
    id="github-actions",
    title="GitHub Actions",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yml", ".yaml"),
    version=2,
)
