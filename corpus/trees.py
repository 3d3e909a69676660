"""The archives of the corpus as trees: read in memory, with what our extractors say of every file."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks.importing import read_archive
from gitops_assets.core.dependencies.extraction import rows_of
from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links import LINKERS, asides
from gitops_assets.core.dependencies.model import Dependency, RepositoryDependencies, Row


@dataclass(frozen=True)
class Tree:
    """One archive's files; ``name`` is the package with its version."""

    name: str
    files: dict[str, bytes]

    def text(self, path: str) -> str:
        """What a file says; bytes that are no UTF-8 become U+FFFD."""
        return self.files[path].decode("utf-8", "replace")

    def rows(self, path: str, extractor: str) -> tuple[Row, ...]:
        """What one extractor reads out of one file."""
        return rows_of(path, self.files[path], EXTRACTORS.get(extractor))

    @cached_property
    def known(self) -> RepositoryDependencies:
        """What all files say together, linked with each other.

        Judges read what a manifest says wherever it stands, so nothing is set aside for its folder's name.
        """
        rows = (
            row
            for path, body in sorted(self.files.items())
            for extractor in EXTRACTORS
            if extractor.wants(path)
            for row in rows_of(path, body, extractor)
        )
        return linked(self.name, rows, (each for each in LINKERS if each.id != asides.LINKER.id))

    def dependencies(self, path: str, extractor: str) -> list[Dependency]:
        """What one extractor found in one file, once all files are known."""
        return [row for row in self.known.dependencies if (row.path, row.extractor) == (path, extractor)]

    @contextmanager
    def written(self, belongs: Callable[[str], bool]) -> Iterator[Path]:
        """A temporary folder with the files that belong, for a tool that reads from disk only."""
        with tempfile.TemporaryDirectory(prefix="corpus-") as folder:
            for path, body in self.files.items():
                if belongs(path):
                    place = Path(folder, path)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(body)
            yield Path(folder).resolve()


def read_tree(archive: Path) -> Tree:
    """The tree of one archive; raises what ``tarfile`` raises for what is none."""
    name = archive.name.removesuffix(".tar.gz").removesuffix(".tgz")
    return Tree(name, {file.path: file.content for file in read_archive(archive)})
