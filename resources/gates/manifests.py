"""What the manifests of any tree say, read without a store: for one repository that is checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gitops_assets.core.dependencies.extraction import rows_of
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.model import Locked, RepositoryDependencies, Row, Skipped
from gitops_assets.core.tree import Blob, Mode, Tree
from resources.dependencies.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Manifests:
    """Reads trees; a content that two trees share at one path is read once."""

    analysis: Analysis
    _read: dict[str, tuple[Row, ...]] = field(default_factory=dict)

    def of(self, slug: str, tree: Tree) -> RepositoryDependencies:
        """What the files of a tree need, offer and lock; what cannot be read is skipped with its reason."""
        readers = {
            path: self.analysis.readers(path, link=tree.mode(path) is Mode.LINK) for path in tree.paths()
        }
        keys = {
            path: [(each.id, self.analysis.reading(each, path, tree.oid(path))) for each in wanting]
            for path, wanting in readers.items()
            if wanting
        }
        skipped = self._learn(tree, keys)
        rows = [
            row for named in keys.values() for _, key in named if key in self._read for row in self._read[key]
        ]
        known = linked(slug, [*rows, *skipped], self.analysis.linkers)
        return replace(known, locked=tuple(row for row in rows if isinstance(row, Locked)))

    def _learn(self, tree: Tree, keys: Mapping[str, list[tuple[str, str]]]) -> list[Skipped]:
        fresh = [path for path, named in keys.items() if any(key not in self._read for _, key in named)]
        skipped: list[Skipped] = []
        for answer in tree.read_many(fresh):
            for extractor, key in keys[answer.path]:
                if isinstance(answer, Blob):
                    named = self.analysis.named(extractor)
                    self._read[key] = rows_of(answer.path, answer.body, named)
                else:
                    skipped.append(Skipped(path=answer.path, reason=answer.why, extractor=extractor))
        return skipped
