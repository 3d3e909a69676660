"""Who reads a fleet's files, and the digest that moves when any of them would answer otherwise."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.linking import Linker
from gitops_assets.core.dependencies.links import LINKERS
from gitops_assets.core.dependencies.model import Extractor
from gitops_assets.core.dependencies.policy import ignored

ROWS = 1
"""Raised when the rows themselves change their shape: what is remembered of a file is read anew."""


@dataclass(frozen=True)
class Analysis:
    """How a tree is read: by whom, and which of its paths not at all (patterns as fleet.yaml has them)."""

    extractors: tuple[Extractor, ...] = tuple(EXTRACTORS)
    linkers: tuple[Linker, ...] = tuple(LINKERS)
    ignored: tuple[str, ...] = ()

    @cached_property
    def version(self) -> str:
        """16 hex digits over extractors, linkers and ignored paths."""
        read = (f"{each.id}={each.version}" for each in self.extractors)
        linked = (f"{each.id}={each.version}" for each in self.linkers)
        return _digest([str(ROWS), *sorted(read), "links", *linked, "ignored", *self.ignored])[:16]

    def may_want(self, path: bytes) -> bool:
        """Whether anybody could want to read this path, as git prints it."""
        name = path.rpartition(b"/")[2].lower()
        return name.endswith(self._endings) or name.startswith(self._beginnings)

    @cached_property
    def _endings(self) -> tuple[bytes, ...]:
        return tuple({ending.encode() for each in self.extractors for ending in each.endings})

    @cached_property
    def _beginnings(self) -> tuple[bytes, ...]:
        return tuple({beginning.encode() for each in self.extractors for beginning in each.beginnings})

    def readers(self, path: str) -> Iterator[Extractor]:
        """Who wants to read this path."""
        if ignored(path, self.ignored):
            return iter(())
        return (each for each in self.extractors if each.wants(path))

    def named(self, extractor: str) -> Extractor:
        """The extractor of that id."""
        return self._named[extractor]

    @cached_property
    def _named(self) -> dict[str, Extractor]:
        return {each.id: each for each in self.extractors}

    def reading(self, extractor: Extractor, path: str, blob: str) -> str:
        """The key of what an extractor finds in a file: the same for the same content at the same path."""
        return _digest([str(ROWS), extractor.id, str(extractor.version), path, blob])[:40]


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()
