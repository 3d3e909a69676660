"""What a snapshot of advisories says of repositories, and whether a newer one says anything else of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gitops_assets.core.advisories.exposures import asked, exposures
from gitops_assets.core.dependencies.model import RepositoryDependencies
from resources.advisories.snapshot import Snapshot, snapshot_path
from resources.auditing import Session
from resources.gates.content import Read

Known = Mapping[str, RepositoryDependencies]
"""What was read of repositories' manifests, with every version of their lock files, by slug."""


@dataclass(frozen=True)
class Advising:
    """The snapshot of an audit's home, and what is known of its repositories."""

    session: Session

    @cached_property
    def snapshot(self) -> Snapshot | None:
        """The snapshot, None where none was imported."""
        return Snapshot.open(snapshot_path(self.session.home))

    @property
    def digest(self) -> str:
        """16 hex digits of the whole snapshot, empty without one."""
        return self.snapshot.status.digest[:16] if self.snapshot else ""

    def known(self, slugs: Sequence[str]) -> Known:
        """These repositories' manifests, with what is locked where a snapshot wants to know."""
        store, audit = self.session.store.dependencies, self.session.id
        found = store.known(audit, slugs)
        if self.snapshot is None:
            return found
        locked = store.with_locks(audit, slugs)
        return {slug: replace(each, locked=locked.get(slug, ())) for slug, each in found.items()}

    def read(self, slugs: Sequence[str]) -> Mapping[str, Read]:
        """What is known of these repositories' manifests, and what the snapshot says of it."""
        return {
            slug: Read(known, exposures(known, known.locked, self.snapshot), self.concerns(known))
            for slug, known in self.known(slugs).items()
        }

    def concerns(self, known: RepositoryDependencies | None) -> str:
        """A digest of what the snapshot says of a repository's packages; the answers move with it."""
        if self.snapshot is None or known is None:
            return ""
        packages = {package for package, _ in asked(known, known.locked)}
        return self.snapshot.digest_of((package.ecosystem, package.name) for package in packages)
