"""What ``docs/shipped-templates.md`` takes from the shipped templates: their files and their questions."""

from collections.abc import Iterator, Mapping
from typing import Any

from gitops_assets.core.templates.asking import questions_of, read_copier
from gitops_assets.core.templates.merging import MERGES
from gitops_assets.core.templates.model import Overlay, Question
from gitops_assets.core.templates.overlay import FILE, read_overlay
from resources.templates.catalogue import SHIPPED_FOLDER

_ASKED = ("[[", "{{")
_FACTS = {
    "repository.ecosystems": "what the repository is built with",
    "repository.default_branch": "its default branch",
    "repository.owner": "its owner and name",
    "repository.name": "its name",
}
"""What a default that is worked out begins with, the first that occurs in it."""


def shipped_templates() -> str:
    """One section for each shipped template: what it is for, its files, its questions."""
    folders = sorted(path.parent for path in SHIPPED_FOLDER.glob(f"*/{FILE}"))
    sections = (
        _section(
            read_overlay((folder / FILE).read_text("utf-8"), folder.name),
            read_copier((folder / "copier.yml").read_text("utf-8")),
        )
        for folder in folders
    )
    return "\n".join(line for section in sections for line in section)


def _section(overlay: Overlay, settings: Mapping[str, Any]) -> Iterator[str]:
    yield f"## `{overlay.name}`\n"
    yield f"**{overlay.title}.** {overlay.description}\n"
    if overlay.extends:
        yield f"It comes on top of {', '.join(f'[`{name}`](#{name})' for name in overlay.extends)}.\n"
    yield "| file | how it meets one that is there |"
    yield "|---|---|"
    for rule in overlay.rules:
        yield f"| `{rule.path}` | {MERGES.get(rule.merge).title} |"
    yield "\n| question | what it asks | without an answer | choices |"
    yield "|---|---|---|---|"
    yield from map(_row, questions_of(settings))
    yield ""


def _row(question: Question) -> str:
    choices = ", ".join(f"`{each}`" for each in question.choices)
    return f"| `{question.name}` | {question.help} | {_default(question)} | {choices} |"


def _default(question: Question) -> str:
    default = question.default
    if isinstance(default, str) and any(mark in default for mark in _ASKED):
        return next((said for fact, said in _FACTS.items() if fact in default), "what the other answers say")
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, list):
        return ", ".join(f"`{each}`" for each in default)
    return "" if default in {"", None} else f"`{default}`"
