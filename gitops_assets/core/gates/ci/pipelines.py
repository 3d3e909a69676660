"""Workflows and actions of GitHub Actions as gates see them: parsed once, each value with its line.

Source: [workflow syntax](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.in_tree import file_of, folder_of
from gitops_assets.core.dependencies.parsers.located import Located, Place, Step
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.samples import sample
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown, together

WORKFLOWS = ".github/workflows"
BELOW = 400
"""Lines below a key in which the text of its value is looked for."""

_IGNORED = re.compile(r"#\s*zizmor:\s*ignore\[([\w,\s-]*)\]")


@dataclass(frozen=True, slots=True)
class PipelineStep:
    """One step of a job or of a composite action."""

    pipeline: "Pipeline"
    place: Place

    @property
    def uses(self) -> str:
        """What it uses, as written; "" where it runs a script."""
        return (self.pipeline.file.text(*self.place, "uses") or "").strip()

    @property
    def action(self) -> str:
        """What it uses in small letters and without the ref."""
        return self.uses.partition("@")[0].lower()

    @property
    def run(self) -> str:
        """The script, "" where it uses an action."""
        return self.pipeline.file.text(*self.place, "run") or ""

    @property
    def inputs(self) -> Mapping[str, Any]:
        """What ``with`` gives to the action, names in small letters."""
        given = self.pipeline.file.mapping(*self.place, "with")
        return {name.lower(): value for name, value in given.items()}

    @property
    def job(self) -> str:
        """The id of its job; "" in an action."""
        return str(self.place[1]) if self.place[0] == "jobs" else ""

    def line(self, *steps: Step) -> int:
        """The line of a key of this step."""
        return self.pipeline.file.line(*self.place, *steps)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A workflow, or an action that others use."""

    path: str
    file: Located
    lines: tuple[str, ...]

    @property
    def is_workflow(self) -> bool:
        """Whether GitHub runs it by itself."""
        return folder_of(self.path) == WORKFLOWS

    @property
    def triggers(self) -> Mapping[str, Any]:
        """The events that start it, each with its filters."""
        written = self.file.at("on")
        if isinstance(written, dict):
            return self.file.mapping("on")
        names = written if isinstance(written, list) else [written]
        return {name: None for name in names if isinstance(name, str)}

    @property
    def jobs(self) -> Mapping[str, Mapping[str, Any]]:
        """The jobs of a workflow that are mappings, by id."""
        if not self.is_workflow:
            return {}
        return {name: job for name, job in self.file.mapping("jobs").items() if isinstance(job, dict)}

    def steps(self) -> Iterator[PipelineStep]:
        """The steps of all jobs, or of the action."""
        holders: list[Place] = [("jobs", name) for name in self.jobs] if self.is_workflow else [("runs",)]
        for holder in holders:
            for nth in range(len(self.file.items(*holder, "steps"))):
                yield PipelineStep(self, (*holder, "steps", nth))

    def line_of(self, written: str, start: int) -> int:
        """The line at or below ``start`` that says it, ``start`` where a folded text hides it."""
        first = written.partition("\n")[0]
        below = range(start, min(start + BELOW, len(self.lines) + 1))
        return next((line for line in below if first in self.lines[line - 1]), start)

    def ignores(self, line: int, rule: str) -> bool:
        """Whether a comment on that line tells zizmor to ignore a rule: somebody looked at it and decided."""
        found = _IGNORED.search(self.lines[line - 1]) if 0 < line <= len(self.lines) else None
        return found is not None and rule in {each.strip() for each in found[1].split(",")}


@dataclass(frozen=True, slots=True)
class _Read:
    found: tuple[Pipeline, ...]
    unread: tuple[NotKnown, ...]


def workflows(facts: Facts) -> Iterator[Pipeline]:
    """The workflows, then :class:`NotKnown` if some could not be read; NotApplicable where none is."""
    read = facts.files.once(_read)
    if not read.unread and not any(each.is_workflow for each in read.found):
        raise NotApplicable("there are no workflows of GitHub Actions")
    yield from (each for each in read.found if each.is_workflow)
    _demand(read)


def pipelines(facts: Facts) -> Iterator[Pipeline]:
    """The workflows and the actions, then as :func:`workflows`."""
    read = facts.files.once(_read)
    if not read.unread and not read.found:
        raise NotApplicable("there are no workflows or actions of GitHub Actions")
    yield from read.found
    _demand(read)


def ignored(facts: Facts, path: str, line: int, rule: str) -> bool:
    """:meth:`Pipeline.ignores` for a file that may be no pipeline of GitHub Actions."""
    read = facts.files.once(_read).found
    return any(each.ignores(line, rule) for each in read if each.path == path)


def read_by_gates(path: str) -> bool:
    """Whether a path is a workflow, or an action outside of samples."""
    if not path.endswith((".yml", ".yaml")):
        return False
    action = file_of(path) in {"action.yml", "action.yaml"}
    return folder_of(path) == WORKFLOWS or (action and not sample(path))


def _demand(read: _Read) -> None:
    if read.unread:
        raise together(read.unread)


def _read(tree: TreeFacts) -> _Read:
    found: list[Pipeline] = []
    unread: list[NotKnown] = []
    try:
        for file in tree.texts(path for path in tree.paths if read_by_gates(path)):
            try:
                document = read_yaml_document(file.text)
                found.append(Pipeline(file.path, document, tuple(file.text.split("\n"))))
            except Malformed as fault:
                unread.append(NotKnown(f"{file.path} {fault}", (file.path,)))
    except NotKnown as reason:
        unread.append(reason)
    return _Read(tuple(found), tuple(unread))
