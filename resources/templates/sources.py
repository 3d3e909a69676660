"""Where templates come from, all asked in one way: which versions there are, and the files of one of them."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from gitops_assets.core.templates.model import Files, Version
from gitops_assets.core.templates.versions import newest_first
from resources.templates.errors import VersionUnknown
from resources.templates.folders import digest_of, folder_files
from resources.templates.repositories import commit_files, gone, head, is_repository, tags


class Source(Protocol):
    """One place with one template in it; what cannot be read is a :class:`TemplateError`."""

    def versions(self) -> tuple[Version, ...]:
        """Newest first."""
        ...

    def files(self, oid: str) -> Files:
        """All files of one version."""
        ...


@dataclass(frozen=True)
class FolderSource:
    """A plain folder: whatever lies in it now is its one version."""

    folder: Path

    @cached_property
    def _files(self) -> Files:
        return folder_files(self.folder)

    @cached_property
    def _oid(self) -> str:
        return digest_of(self._files)

    def versions(self) -> tuple[Version, ...]:
        """The one there is."""
        return (Version(tag=None, oid=self._oid),)

    def files(self, oid: str) -> Files:
        """See :class:`Source`."""
        if oid != self._oid:
            raise VersionUnknown(gone(oid, str(self.folder)))
        return self._files


@dataclass(frozen=True)
class RepositorySource:
    """A git repository on this machine: its tags, or where it has none the commit it stands at."""

    repository: Path

    @cached_property
    def _versions(self) -> tuple[Version, ...]:
        tagged = newest_first(Version(tag=tag, oid=oid) for tag, oid in tags(self.repository))
        return tagged or (Version(tag=None, oid=head(self.repository)),)

    def versions(self) -> tuple[Version, ...]:
        """See :class:`Source`."""
        return self._versions

    def files(self, oid: str) -> Files:
        """See :class:`Source`."""
        return commit_files(self.repository, oid)


def source_at(place: str) -> Source:
    """What lies at a place on this machine."""
    path = Path(place)
    return RepositorySource(path) if is_repository(path) else FolderSource(path)
