"""Trees in memory for gates over files: `seen({"README.md": "# hello\n"})`."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gitops_assets.core.dependencies.extraction import rows_of
from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links import LINKERS
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.scanning import Scanner
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.tree import FILE_LIMIT, Blob, Mode, NotRead, Unread, absent, body_of, too_large
from tests.gates.build import facts


@dataclass(frozen=True)
class MemoryTree:
    """A tree whose files are given; of a link the content is its target."""

    files: Mapping[str, bytes]
    modes: Mapping[str, Mode] = field(default_factory=dict)
    damaged: Mapping[str, str] = field(default_factory=dict)

    def paths(self) -> Sequence[str]:
        return sorted(self.files, key=lambda path: path.encode("utf-8", "surrogateescape"))

    def skipped(self) -> Sequence[Unread]:
        return ()

    def mode(self, path: str) -> Mode:
        if path not in self.files:
            raise NotRead(absent(path))
        return self.modes.get(path, Mode.FILE)

    def sizes(self, paths: Collection[str] | None = None) -> Mapping[str, int]:
        return {path: len(self.files[path]) for path in (self.files if paths is None else paths)}

    def oid(self, path: str) -> str:
        if path not in self.files:
            raise NotRead(absent(path))
        body = self.files[path]
        return hashlib.sha1(b"blob %d\0%b" % (len(body), body), usedforsecurity=False).hexdigest()

    def read(self, path: str, limit: int = FILE_LIMIT) -> bytes:
        return body_of(self._answer(path, limit))

    def read_many(self, paths: Iterable[str], limit: int = FILE_LIMIT) -> Iterator[Blob | Unread]:
        return (self._answer(path, limit) for path in paths)

    def _answer(self, path: str, limit: int) -> Blob | Unread:
        if path in self.damaged:
            return Unread(path, self.damaged[path])
        if path not in self.files:
            return absent(path)
        body = self.files[path]
        if len(body) > limit:
            return too_large(path, len(body), limit)
        return Blob(path, body, link=self.mode(path) is Mode.LINK)


def tree(
    files: Mapping[str, str | bytes],
    *,
    executable: Sequence[str] = (),
    links: Sequence[str] = (),
    damaged: Mapping[str, str] | None = None,
) -> MemoryTree:
    """These files; ``damaged`` says of some why they cannot be read."""
    bodies = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    modes = dict.fromkeys(executable, Mode.EXECUTABLE) | dict.fromkeys(links, Mode.LINK)
    return MemoryTree(bodies, modes, damaged or {})


def seen(
    files: Mapping[str, str | bytes],
    *,
    scanners: Sequence[Scanner] = (),
    executable: Sequence[str] = (),
    links: Sequence[str] = (),
    damaged: Mapping[str, str] | None = None,
) -> Facts:
    """What a gate sees of a healthy repository with these files, their manifests read by our extractors."""
    held = tree(files, executable=executable, links=links, damaged=damaged)
    rows = [
        row
        for path in held.paths()
        for extractor in EXTRACTORS
        if not extractor.of_links and extractor.wants(path)
        for row in rows_of(path, held.files[path], extractor)
    ]
    return replace(
        facts(), tree=TreeFacts(held, scanners=scanners), manifests=linked("acme/app", rows, tuple(LINKERS))
    )
