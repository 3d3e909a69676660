"""The words of templates as values: what a template demands, what it renders to, what applying it would do.

A template is a copier template, a folder or a git repository whose tags are its versions. Rendering gives a
mapping from paths to files; everything from there to a plan, and from trees to drift, is a pure function.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Answers = Mapping[str, Any]
"""What a template's questions were answered with, by name; copier's own keys (``_commit`` …) are left out."""


@dataclass(frozen=True, slots=True)
class Content:
    """One file as a tree or a render has it. A symbolic link's ``body`` is its target."""

    body: bytes
    executable: bool = False
    link: bool = False


Files = Mapping[str, Content]
"""Files by path: relative to the repository, with ``/``, never with ``..``."""


class Action(StrEnum):
    """What applying a template does with one file. A conflict is written nowhere."""

    CREATE = "create"
    MODIFY = "modify"
    DELETE = "delete"
    CONFLICT = "conflict"
    KEEP = "keep"


class Cell(StrEnum):
    """One file in the drift matrix: whether its repository edited it, whether the template moved since.

    ``unchanged``: neither. ``adapted``: edited only. ``outdated``: the template moved only. ``conflict``:
    both, at the same place. ``missing``: the template has it, the repository does not. ``extra``: the
    template had it once and took it away, the repository still has it.
    """

    UNCHANGED = "unchanged"
    ADAPTED = "adapted"
    OUTDATED = "outdated"
    CONFLICT = "conflict"
    MISSING = "missing"
    EXTRA = "extra"


class MergeKind(StrEnum):
    """How a file of a template meets the one that is there."""

    TEXT = "text"
    """Three-way by lines, with the last render as base."""
    JSON = "json"
    """Three-way by keys, the user's order kept."""
    YAML = "yaml"
    """Three-way by keys, comments and order kept."""
    TOML = "toml"
    """Three-way by keys, comments and order kept."""
    LINES = "lines"
    """A set of lines to be there; the user's lines stay (`.gitignore`)."""
    BLOCK = "block"
    """A marked block inside the user's file; what is outside is theirs."""
    ONCE = "once"
    """Written where it is missing, never touched again."""
    WHOLE = "whole"
    """The template's file whatever the user did: an edit is drift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the overlay says of the files that match ``path`` (a glob of our own kind, see fleet/globs)."""

    path: str
    merge: MergeKind = MergeKind.TEXT
    comment: str = "#"
    """How a line comment begins, for the marks of a block."""
    executable: bool | None = None
    weight: float = 1.0
    """How much drift of this file weighs in compliance; 0: not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """``gitops-template.yml`` beside ``copier.yml``: what copier has no words for."""

    name: str = ""
    """The template's name; the marks of its blocks carry it."""
    title: str = ""
    description: str = ""
    version: str = ""
    """What a template without tags, a plain folder, calls its only version."""
    extends: tuple[str, ...] = ()
    """Templates that are rendered before, by name or URL; later ones win."""
    rules: tuple[Rule, ...] = ()
    required_files: tuple[str, ...] = ()
    required_folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a template: its tag (None for a plain folder) and what its content is known by."""

    tag: str | None
    oid: str
    """A commit; for a folder the digest of everything in it. After ``+`` follow those of what it extends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as copier.yml asks it. ``type`` is copier's word; without ``choices`` any value goes."""

    name: str
    type: str
    help: str = ""
    default: Any = None
    choices: tuple[Any, ...] = ()
    required: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One template as the catalogue knows it, newest version first."""

    name: str
    source: str
    """Where it comes from: a URL, a folder, or ``shipped``."""
    overlay: Overlay
    versions: tuple[Version, ...]
    questions: tuple[Question, ...] = ()
    place: str = ""
    """Where its files are on this machine: a folder, or a git repository."""
    parents: tuple["Template", ...] = ()
    """What it extends, in that order."""
    trust: str | None = None
    """The commit (or digest of a folder) whose tasks and extensions may run."""
    notes: tuple[str, ...] = ()
    """What it would run or load and does not."""

    @property
    def every_question(self) -> tuple[Question, ...]:
        """Its own questions and those of what it extends, each once."""
        every = (*self.questions, *(each for parent in self.parents for each in parent.every_question))
        return tuple({question.name: question for question in reversed(every)}.values())[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What stands in a repository of a template that was applied to it: ``.gitops/templates/<name>.yml``.

    ``files`` are the paths that the template owns, with the digest of what was rendered.
    """

    template: str
    source: str
    version: Version
    answers: Answers
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlan:
    """What applying does with one file. ``after`` is None for a deletion or a conflict.

    ``ours`` and ``theirs`` are the two sides of a conflict, texts for people; ``why`` says what clashes.
    Where it is ``decidable`` one side can be taken whole; ``offered`` is the template's, None for no file.
    """

    path: str
    action: Action
    before: Content | None = None
    after: Content | None = None
    why: str = ""
    ours: str = ""
    theirs: str = ""
    decidable: bool = False
    offered: Content | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What applying one template to one repository would do, before anything is written.

    ``tree`` is the oid of the tree it was planned on: when that moved, it must be planned again.
    """

    slug: str
    template: Template
    version: Version
    answers: Answers
    tree: str
    files: tuple[FilePlan, ...]
    problems: tuple[str, ...] = ()
    """What makes it impossible as a whole: a render that leaves the tree, two templates with one path …"""

    @property
    def conflicts(self) -> tuple[FilePlan, ...]:
        """The files at which somebody has to decide."""
        return tuple(each for each in self.files if each.action is Action.CONFLICT)

    @property
    def changes(self) -> tuple[FilePlan, ...]:
        """The files that applying would touch."""
        return tuple(each for each in self.files if each.action in _TOUCHES)


class ApplyState(StrEnum):
    """How an application of a template stands; the last four are its end."""

    QUEUED = "queued"
    APPLYING = "applying"
    APPLIED = "applied"
    UNCHANGED = "unchanged"
    CONFLICTED = "conflicted"
    FAILED = "failed"
    ROLLED_BACK = "rolled-back"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftedFile:
    """One cell of a repository's drift, with where it differs and what mends it."""

    path: str
    cell: Cell
    line: int = 1
    end_line: int = 1
    weight: float = 1.0
    merge: MergeKind = MergeKind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How far one repository is from one template. ``score`` is 0 to 100; None with ``unknown``.

    ``version`` is the one that was applied, None where none ever was; ``behind`` counts the releases since.
    ``required`` is how many files and folders the template demands, ``missing_required`` are those not there.
    ``assigned`` is False where only the repository itself says that it follows the template.
    """

    slug: str
    template: str
    version: Version | None
    latest: Version
    files: tuple[DriftedFile, ...] = ()
    score: float | None = None
    unknown: str | None = None
    missing_required: tuple[str, ...] = field(default=())
    required: int = 0
    behind: int = 0
    assigned: bool = True

    @property
    def applied(self) -> bool:
        """Whether the template was ever applied here, as far as the repository tells."""
        return self.version is not None


_TOUCHES = (Action.CREATE, Action.MODIFY, Action.DELETE)
