"""``gitops-template.yml`` as it may be written, read with the line of every fault.

title: Python CI
extends: [devops-baseline]
required_files: [README.md]
required_folders: [docs]
rules:
  - {path: .gitignore, merge: lines}
  - {path: "scripts/*.sh", executable: true, weight: 0.5}
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, field_validator

from gitops_assets.core.fleet.document import read_document
from gitops_assets.core.fleet.faults import FleetFaults, did_you_mean
from gitops_assets.core.fleet.globs import covers, specificity
from gitops_assets.core.fleet.keys import keys_of
from gitops_assets.core.fleet.section import Section
from gitops_assets.core.fleet.wording import faults_of
from gitops_assets.core.fleet.words import Flag, Glob, Text, problem
from gitops_assets.core.templates.model import MergeKind, Overlay, Rule
from gitops_assets.core.tree import is_safe

FILE = "gitops-template.yml"
"""The overlay's name, beside ``copier.yml``."""

_MOST = 1000
_COMMENT = r"^\S.{0,9}$"


class OverlayError(FleetFaults):
    """Everything that is wrong with an overlay; ``faults`` have lines."""


def _inner(value: str) -> str:
    plain = value.rstrip("/")
    if not is_safe(plain):
        raise problem("this is no path inside a repository", "write one such as 'docs/guide.md'")
    return plain


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _kind(value: object) -> object:
    kinds = tuple(kind.value for kind in MergeKind)
    if value not in kinds:
        raise problem("no merge is called this", did_you_mean(str(value)[:40], kinds))
    return value


Inner = Annotated[Text, AfterValidator(_inner)]
Inners = Annotated[tuple[Inner, ...], BeforeValidator(_listed), Field(max_length=_MOST)]


class RuleSection(Section):
    """What holds for the files that a pattern covers; of several the most precise pattern counts."""

    path: Glob
    """A pattern over paths; * is any text, / included."""
    merge: Annotated[MergeKind, BeforeValidator(_kind)] = MergeKind.TEXT
    """How the file meets one that is there: text, json, yaml, toml, lines, block, once, whole."""
    comment: Annotated[str, Field(pattern=_COMMENT)] = "#"
    """How a comment begins in such a file, for the marks of a block."""
    executable: Flag | None = None
    """Whether the file has to be executable; without it as it was rendered."""
    weight: Annotated[float, Field(ge=0, le=1000)] = 1.0
    """How much drift of the file weighs in compliance; 0: not at all."""


class OverlaySection(Section):
    """The whole file."""

    title: Text | None = None
    """One line for the catalogue."""
    description: str | None = None
    """What the template is for."""
    version: Text | None = None
    """What the only version of a folder without tags is called."""
    extends: Annotated[tuple[Text, ...], BeforeValidator(_listed), Field(max_length=20)] = ()
    """Templates that are rendered before, by name or URL; later ones win."""
    rules: Annotated[tuple[RuleSection, ...], Field(max_length=_MOST)] = ()
    """How files are merged, marked and weighed."""
    required_files: Inners = ()
    """Files that a repository must have, whoever wrote them."""
    required_folders: Inners = ()
    """Folders that a repository must have."""

    @field_validator("rules")
    @classmethod
    def _each_once(cls, value: tuple[RuleSection, ...]) -> tuple[RuleSection, ...]:
        seen: set[str] = set()
        for rule in value:
            if rule.path in seen:
                raise problem(f"two rules are for {rule.path[:60]!r}", "write one rule for each pattern")
            seen.add(rule.path)
        return value


def read_overlay(text: str, name: str) -> Overlay:
    """The overlay of the template of that name; an empty text is one. Raises :class:`OverlayError`."""
    document = read_document(text)
    faults = list(document.faults)
    read = OverlaySection()
    if document.value is not None:
        try:
            read = OverlaySection.model_validate(document.value)
        except ValidationError as error:
            faults += faults_of(error, document, lambda location: keys_of(OverlaySection, location))
    if faults:
        raise OverlayError(faults, f"{FILE} of {name}" if name else FILE)
    return _overlay(read, name)


def rule_for(overlay: Overlay, path: str) -> Rule:
    """The rule of the most precise pattern that covers the path; the default one where none does."""
    covering = [rule for rule in overlay.rules if covers(rule.path, path)]
    return max(covering, key=lambda rule: specificity(rule.path), default=Rule(path=path))


def extended(own: Overlay, bases: Iterable[Overlay]) -> Overlay:
    """An overlay with what it extends: of two rules for one pattern the later one counts, its own last."""
    every = (*bases, own)
    rules = {rule.path: rule for each in every for rule in each.rules}
    return replace(
        own,
        rules=tuple(rules.values()),
        required_files=_union(each.required_files for each in every),
        required_folders=_union(each.required_folders for each in every),
    )


def lacking(overlay: Overlay, paths: Collection[str]) -> tuple[str, ...]:
    """Required files and folders (these with a ``/`` at the end) that a tree of these paths lacks."""
    files = frozenset(paths)
    folders = {path[:at] for path in files for at, sign in enumerate(path) if sign == "/"}
    return (
        *(path for path in overlay.required_files if path not in files),
        *(f"{path}/" for path in overlay.required_folders if path not in folders),
    )


def _union(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))


def _overlay(read: OverlaySection, name: str) -> Overlay:
    return Overlay(
        name=name,
        title=read.title or "",
        description=(read.description or "").strip(),
        version=read.version or "",
        extends=read.extends,
        rules=tuple(
            Rule(**{key: getattr(rule, key) for key in RuleSection.model_fields}) for rule in read.rules
        ),
        required_files=read.required_files,
        required_folders=read.required_folders,
    )
