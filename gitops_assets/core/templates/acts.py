"""What was done with templates, as values: an application, one step of its journal, a backup."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from gitops_assets.core.templates.model import ApplyState


class Mode(StrEnum):
    """Where an application writes."""

    BRANCH = "branch"
    """A commit on a branch of its own; no checkout is touched."""
    IN_PLACE = "in-place"
    """The files as they lie there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One application of a template to one repository. Times are epoch seconds.

    ``before`` is what the branch pointed at, None where there was none; ``commit`` what was made.
    """

    id: str
    batch: str
    slug: str
    location: str
    template: str
    source: str
    tag: str | None
    oid: str
    mode: Mode
    state: ApplyState
    who: str
    started: int
    answers: Mapping[str, Any] = field(default_factory=dict)
    branch: str | None = None
    before: str | None = None
    commit: str | None = None
    backup: str | None = None
    finished: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One path of the journal. Digests of what was there and of what shall be there; None for nothing."""

    seq: int
    step: str
    path: str
    before: str | None
    after: str | None
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What an application can be undone from: a ``git`` ref or an ``archive`` with checksums."""

    id: str
    slug: str
    location: str
    application: str
    kind: str
    place: str
    digest: str
    files: int
    bytes: int
    created: int
    verified: int | None = None
    pruned: int | None = None
