"""The store's part that knows what repositories depend on and offer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection

from gitops_assets.core.dependencies.graph.model import Conflict, Edge
from gitops_assets.core.dependencies.model import Locked, Publication, RepositoryDependencies
from gitops_assets.core.dependencies.row_document import Document
from resources.store import audits, dependencies, graphs, past
from resources.store.dependencies import Scan, Scanned
from resources.store.dependency_tables import CONFLICTS, EDGES
from resources.store.engine import Database
from resources.store.findings import Slugs
from resources.store.graphs import Found
from resources.store.movements import Movement, movements
from resources.store.past import PastScan


class DependencyStore:
    """Scans of repositories; every method is one transaction and raises as the store does."""

    def __init__(self, opened: Database) -> None:
        self.database = opened

    def record(self, audit: int, at: int, scans: Sequence[Scan]) -> None:
        """What was read in this audit; where a repository could not be read, its facts stay as they were."""
        with self._recording(audit, at) as connection:
            dependencies.record(connection, audit, scans)

    def confirm(self, audit: int, at: int, slugs: Sequence[str]) -> None:
        """These repositories stand where they stood when they were read last."""
        with self._recording(audit, at) as connection:
            dependencies.confirm(connection, audit, slugs)

    def scanned(self, slugs: Slugs = None) -> dict[str, Scanned]:
        """The last scan of each of these repositories that has one."""
        with self.database.reading() as connection:
            return dependencies.scanned(connection, slugs)

    def known(self, audit: int, slugs: Slugs = None) -> dict[str, RepositoryDependencies]:
        """What was known of these repositories at the end of that audit."""
        with self.database.reading() as connection:
            return dependencies.known(connection, audit, slugs)

    def with_locks(self, audit: int, slugs: Slugs = None) -> dict[str, tuple[Locked, ...]]:
        """Every version in these repositories' lock files, as of that audit."""
        with self.database.reading() as connection:
            return dependencies.with_locks(connection, audit, slugs)

    def last_offered(self, audit: int, slugs: Slugs = None) -> dict[str, tuple[Publication, ...]]:
        """What repositories that are gone by that audit offered when they were last here."""
        with self.database.reading() as connection:
            return dependencies.last_offered(connection, audit, slugs)

    def movements(self, previous: int, audit: int, slugs: Slugs = None) -> list[Movement]:
        """What these repositories depended on at both audits, where it differs."""
        with self.database.reading() as connection:
            return movements(connection, previous, audit, slugs)

    def said(self, audit: int, slugs: Slugs = None) -> dict[str, str]:
        """The key of all that was known of each of these repositories at the end of that audit."""
        with self.database.reading() as connection:
            return dependencies.said(connection, audit, slugs)

    def record_edges(self, audit: int, at: int, edges: Found[Edge]) -> None:
        """The edges of the audit's fleet, instead of those that were known of it."""
        with self._recording(audit, at) as connection:
            graphs.record_edges(connection, audit, edges)

    def record_conflicts(self, audit: int, at: int, conflicts: Found[Conflict]) -> None:
        """The conflicts of the audit's fleet, instead of those that were known of it."""
        with self._recording(audit, at) as connection:
            graphs.record_conflicts(connection, audit, conflicts)

    def origin_of_edges(self, audit: int) -> str | None:
        """What the edges that are known of the audit's fleet now follow from; None where nobody said it."""
        with self.database.reading() as connection:
            return graphs.origin(connection, audit, EDGES)

    def origin_of_conflicts(self, audit: int) -> str | None:
        """The same of its conflicts."""
        with self.database.reading() as connection:
            return graphs.origin(connection, audit, CONFLICTS)

    def edges(self, audit: int) -> list[Edge]:
        """The edges as of an audit; ``last_validated`` is left at 0."""
        with self.database.reading() as connection:
            return graphs.edges(connection, audit)

    def conflicts(self, audit: int) -> list[Conflict]:
        """The conflicts as of an audit, worst kind first."""
        with self.database.reading() as connection:
            return graphs.conflicts(connection, audit)

    def recall(self, readings: Collection[str]) -> Mapping[str, Document]:
        """What was found in files before, by the key of the reading."""
        with self.database.reading() as connection:
            return dependencies.recall(connection, readings)

    def remember(self, found: Mapping[str, Document]) -> None:
        """Keep what was found in files."""
        if found:
            with self.database.writing() as connection:
                dependencies.remember(connection, found)

    def keep_past(self, scans: Sequence[PastScan]) -> None:
        """What a backfill read, in the place of what was kept of the same moments."""
        with self.database.writing() as connection:
            past.keep_past(connection, scans)

    def forget_past(self, slugs: Sequence[str], since: int) -> None:
        """Drop what backfills kept of these repositories from that moment on."""
        with self.database.writing() as connection:
            past.forget(connection, slugs, since)

    def past_at(self, moment: int) -> dict[str, RepositoryDependencies]:
        """Each backfilled repository as it was last read at or before that moment."""
        with self.database.reading() as connection:
            return past.at_moment(connection, moment)

    def past_slugs(self) -> set[str]:
        """The repositories of whose past anything is known."""
        with self.database.reading() as connection:
            return past.slugs(connection)

    @contextmanager
    def _recording(self, audit: int, at: int) -> Iterator[Connection]:
        with self.database.writing() as connection:
            audits.touch(connection, audit, at)
            yield connection
