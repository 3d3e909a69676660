"""Whether a template can be used: it is read, rendered with made-up answers, and what comes out is read."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from gitops_assets.core.fleet.globs import covers
from gitops_assets.core.templates.model import Answers, Files, MergeKind, Question, Template
from gitops_assets.core.templates.overlay import rule_for
from gitops_assets.core.text import display
from resources.templates.errors import TemplateError
from resources.templates.rendering import Renderer

_MADE_UP = {"bool": False, "int": 1, "float": 1.0, "json": "{}", "yaml": "{}", "path": "."}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What validating said of one template: with how many files it renders, or what is wrong."""

    name: str
    files: int = 0
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it can be applied."""
        return not self.faults

    @property
    def document(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "name": self.name,
            "valid": self.sound,
            "files": self.files,
            "faults": list(self.faults),
            "notes": list(self.notes),
        }


def verdict_of(renderer: Renderer, template: Template, answers: Answers) -> Verdict:
    """Render the newest version; questions without answer or default get a word made up for their type."""
    made_up = {each.name: _made_up(each) for each in template.every_question if each.required}
    try:
        files = renderer.render(template, template.versions[0], {**made_up, **answers}, "example/repository")
    except TemplateError as error:
        return Verdict(template.name, faults=(str(error),), notes=template.notes)
    faults = tuple(_faults(template, files))
    return Verdict(template.name, len(files), faults, (*template.notes, *_idle(template, files)))


def _made_up(question: Question) -> Any:  # noqa: ANN401 - an answer is anything
    if question.choices:
        return question.choices[0]
    return _MADE_UP.get(question.type, "example")


def _faults(template: Template, files: Files) -> Iterator[str]:
    if not files:
        yield "it renders no file; put some beside copier.yml."
    for path, content in files.items():
        kind = rule_for(template.overlay, path).merge
        if why := _unreadable(kind, content.body):
            yield f"{display(path)} is to be merged as {kind} and is none: {why}; mend it, or its rule."


def _unreadable(kind: MergeKind, body: bytes) -> str | None:
    try:
        if kind is MergeKind.JSON:
            json.loads(body)
        elif kind is MergeKind.TOML:
            tomllib.loads(body.decode())
        elif kind is MergeKind.YAML:
            yaml.compose(body, Loader=yaml.SafeLoader)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        return display(str(error).splitlines()[0])
    return None


def _idle(template: Template, files: Files) -> Iterator[str]:
    """Rules that mean no file: perhaps of other answers, perhaps misspelt."""
    for rule in template.overlay.rules:
        if not any(covers(rule.path, path) for path in files):
            yield f"the rule for {display(rule.path)!r} covers no file that these answers give."
