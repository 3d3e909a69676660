"""Patterns as .gitignore and CODEOWNERS write them, asked whether any path of a tree fits.

Every gap takes the earliest fit and never tries another one, which for such patterns finds the same and keeps
the time linear (atomic groups).
"""

import re
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 300
"""Characters of a pattern; a longer one is taken to fit."""


_ANY_FOLDERS = "(?:[^/\n]+/)*"


class Paths:
    """The paths of one tree as one text, so that each pattern is one search."""

    def __init__(self, paths: Iterable[str], folders: Iterable[str]) -> None:
        names = [path for path in (*paths, *(f"{folder}/" for folder in folders)) if "\n" not in path]
        self._all = frozenset(names)
        self._lines = "\n".join(names)

    def fit(self, pattern: str) -> bool:
        """Whether anything in the tree fits; True as well for a pattern that is too odd to be judged."""
        if len(pattern) > LONGEST or not pattern.strip("/"):
            return True
        bare = pattern.lstrip("/")
        if "*" not in bare and "?" not in bare and "\\" not in bare and "/" in pattern.rstrip("/"):
            return bare in self._all or f"{bare.rstrip('/')}/" in self._all
        return _compiled(pattern).search(self._lines) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern with a slash inside is anchored at the root (gitignore(5)); each also means what is below."""
    parts = ([] if "/" in pattern.rstrip("/") else ["**"]) + pattern.strip("/").split("/")
    end = "/" if pattern.endswith("/") else "(?:/|$)"
    if parts[-1] == "**":
        parts, end = parts[:-1], "/"
    first, *rest = _between_gaps(parts)
    if not rest:
        return re.compile(f"^{first}{end}", re.MULTILINE)
    middle = "".join(f"(?>{_ANY_FOLDERS}?{each}/)" for each in rest[:-1] if each)
    start = f"{first}/" if first else ""
    return re.compile(f"^{start}{middle}{_ANY_FOLDERS}{rest[-1]}{end if rest[-1] else ''}", re.MULTILINE)


def _between_gaps(parts: list[str]) -> list[str]:
    """The names between ``**``, as patterns of their own."""
    chunks: list[list[str]] = [[]]
    for part in parts:
        if part == "**":
            chunks.append([])
        else:
            chunks[-1].append(_segment(part))
    return ["/".join(chunk) for chunk in chunks]


def _segment(part: str) -> str:
    """One name: ``*`` stands for anything but a slash, ``?`` for one character of it."""
    first, *rest = (re.escape(each).replace(r"\?", "[^/\n]") for each in re.split(r"\*+", part))
    if not rest:
        return first
    middle = "".join(f"(?>[^/\n]*?{each})" for each in rest[:-1] if each)
    return f"{first}{middle}[^/\n]*{rest[-1]}"
