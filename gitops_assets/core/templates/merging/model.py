"""What a kind of merge is: three sides in, the merged bytes or a clash out."""

from collections.abc import Callable
from dataclasses import dataclass, field

from gitops_assets.core.templates.model import MergeKind, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """One file three times: as it was rendered last (``base``), as it is now rendered, as the tree has it.

    ``theirs`` is None where the template dropped the file, ``ours`` where the tree has none. ``owner`` is the
    template, for the marks of its blocks.
    """

    base: bytes | None
    theirs: bytes | None
    ours: bytes | None
    rule: Rule = field(default=Rule(path="*"))
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody has to decide: why, and what each side has there. Nothing is written."""

    why: str
    ours: str = ""
    theirs: str = ""


Merged = bytes | Clash | None
"""The file's new content, None where it should not be there, or what clashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """One kind of merge. ``shares`` where several templates may each have their part of one file."""

    id: MergeKind
    title: str
    merge: Callable[[Sides], Merged]
    shares: bool = False
