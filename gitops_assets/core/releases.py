"""Which of a repository's tags are releases, and which of them comes last."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NAMED = re.compile(
    r"(?:(?P<part>(?!v?\d).+?)[-_/@])?(?P<mark>v)?(?P<numbers>\d{1,18}(?:\.\d{1,18}){0,9})(?P<rest>[-+_a-z].*|\.[a-z].*)?",
    re.IGNORECASE,
)
_EARLY = re.compile(
    r"[-._]?(?:a|alpha|b|beta|c|rc|pre|preview|dev|m|milestone|snapshot|nightly|canary|next)(?![a-z])"
)
_WHOLE = frozenset({None, "release", "releases", "rel", "version", "versions"})
"""What stands before the version where it is that of the whole repository."""

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag's name, the object that it names, and when it was made (epoch seconds)."""

    name: str
    oid: str
    made: int


Rank = tuple[bool, bool, tuple[int, ...], int, tuple[int, ...], str]


def releases(tags: Iterable[Tag]) -> list[Tag]:
    """Those that are named like a version, the newest first.

    ``1.2``, ``v3`` and ``2026.11.29`` are versions, and so is what follows the name of a part (``cli-v1.2``).
    The highest version is the newest; those of different parts say nothing of each other, there the time
    does. Pre-releases come after all final ones, and parts after the whole.
    """
    ranked = ((rank, tag) for tag in tags if (rank := _rank(tag)) is not None)
    return [tag for _, tag in sorted(ranked, key=lambda each: each[0], reverse=True)]


def _rank(tag: Tag) -> Rank | None:
    found = _NAMED.fullmatch(tag.name) if len(tag.name) <= _LONGEST else None
    if found is None or not (found["mark"] or "." in found["numbers"]):
        return None
    version = tuple(map(int, found["numbers"].split(".")))
    final = _EARLY.match((found["rest"] or "").lower()) is None
    whole = found["part"] in _WHOLE
    return whole, final, version if whole else (), tag.made, version, tag.name
