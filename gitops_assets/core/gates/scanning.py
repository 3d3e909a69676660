"""Questions about every content of a tree, each content asked once for the whole fleet."""

from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in a content: its line (from 1), what stands there in one word or id, and what to show.

    ``shown`` may be shown to anybody: a secret is redacted before it becomes one.
    """

    line: int
    what: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Scanner:
    """A pure question about bytes, whatever file they stand in; ``version`` moves when the answer does."""

    id: str
    version: int
    scan: Callable[[bytes], Iterable[Hit]]


Hits = tuple[tuple[Hit, ...], ...]
"""What each scanner of a list found in one content, in the list's order."""

Memo = MutableMapping[str, Hits]
"""Hits by object id. Clones and forks share most contents, and successive commits nearly all."""


def hits_of(body: bytes, scanners: Iterable[Scanner]) -> Hits:
    """What every scanner finds in one content."""
    return tuple(tuple(scanner.scan(body)) for scanner in scanners)
