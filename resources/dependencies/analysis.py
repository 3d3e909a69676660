"""Who reads a fleet's files, and the digest that moves when any of them would answer otherwise."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.linking import Linker
from gitops_assets.core.dependencies.links import LINKERS
from gitops_assets.core.dependencies.model import Extractor
from gitops_assets.core.dependencies.policy import ignored
from gitops_assets.core.fleet.config import Fleet
from resources.git.folders import Folders
from resources.git.only import Only

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

    @cached_property
    def only(self) -> Only:
        """The paths that anybody could want to read."""
        anywhere = [each for each in self.extractors if not (each.folders or each.of_links)]
        return Only(
            tuple({ending.encode() for each in anywhere for ending in each.endings}),
            tuple({beginning.encode() for each in anywhere for beginning in each.beginnings}),
            tuple(
                (ending.encode(), _placed(each.folders))
                for each in self.extractors
                if each.folders
                for ending in each.endings
            ),
        )

    @cached_property
    def folders(self) -> Folders:
        """What is known of the folders of trees that were read this way."""
        return Folders(self.only)

    def readers(self, path: str, *, link: bool = False) -> tuple[Extractor, ...]:
        """Who wants to read the file, or the link, at this path."""
        asked = self._of_links if link else self._asked(path.rpartition("/")[2].lower())
        wanting = tuple(each for each in asked if each.wants(path))
        return () if not wanting or ignored(path, self.ignored) else wanting

    def _asked(self, name: str) -> tuple[Extractor, ...]:
        """Who could want a file of this name; names repeat, in one tree and from tree to tree."""
        if name not in self._by_name:
            self._by_name[name] = tuple(
                each
                for each in self.extractors
                if not each.of_links
                if name.endswith(each.endings) or name.startswith(each.beginnings)
            )
        return self._by_name[name]

    @cached_property
    def _of_links(self) -> tuple[Extractor, ...]:
        return tuple(each for each in self.extractors if each.of_links)

    @cached_property
    def _by_name(self) -> dict[str, tuple[Extractor, ...]]:
        return {}

    def named(self, extractor: str) -> Extractor:
        """The extractor of that id."""
        return self._named[extractor]

    @cached_property
    def _named(self) -> dict[str, Extractor]:
        return {each.id: each for each in self.extractors}

    def reading(self, extractor: Extractor, path: str, blob: str) -> str:
        """The key of what an extractor finds in a file: the same for the same content at the same path."""
        return _digest([str(ROWS), extractor.id, str(extractor.version), path, blob])[:40]


def analysis_of(fleet: Fleet) -> Analysis:
    """How this fleet's trees are read: without the extractors and paths that its configuration leaves out."""
    policy = fleet.dependency_policy
    readers = tuple(each for each in EXTRACTORS if each.id not in policy.disabled)
    return Analysis(extractors=readers, ignored=policy.ignore)


def _placed(folders: Iterable[str]) -> re.Pattern[bytes]:
    """No folder, or one of these among others."""
    names = b"|".join(re.escape(folder.lower().encode()) for folder in folders)
    return re.compile(rb"\Z|(?:.*/)?(?:%s)/" % names, re.DOTALL)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()
