"""The store: what every audit found, kept so that any question about any past audit has an answer."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from gitops_assets.core.gates.model import Judgement
from gitops_assets.core.model import (
    Change,
    FindingRecord,
    IdleWaiver,
    Inventory,
    RepositoryState,
    Severity,
)
from gitops_assets.core.snapshot import Snapshot
from resources.store import audits, findings, recording, revisions, snapshots
from resources.store.dependency_store import DependencyStore
from resources.store.drift_store import DriftStore
from resources.store.engine import Database, database
from resources.store.errors import StoreNotMigrated
from resources.store.findings import Slugs
from resources.store.gate_store import GateStore
from resources.store.inbox_store import InboxStore
from resources.store.model import AuditRequest, AuditRow, Location
from resources.store.outbox_store import OutboxStore
from resources.store.phase_store import PhaseStore
from resources.store.template_store import TemplateStore
from resources.store.vitality_store import VitalityStore
from resources.store.waking_store import WakingStore
from resources.store.webhook_store import WebhookStore


class Store:
    """One store. Every method is one transaction and raises :class:`~resources.store.errors.StoreError`.

    Recording is safe to repeat for the same audit and never touches repositories that it is not given. Times
    are epoch seconds; ``at`` is when the audit says that it is alive.
    """

    def __init__(self, opened: Database) -> None:
        self.database = opened
        self.dependencies = DependencyStore(opened)
        self.gates = GateStore(opened)
        self.inbox = InboxStore(opened)
        self.outbox = OutboxStore(opened)
        self.webhooks = WebhookStore(opened)
        self.waking = WakingStore(opened)
        self.vitality = VitalityStore(opened)
        self.drifts = DriftStore(opened)
        self.templates = TemplateStore(opened)
        self.phases = PhaseStore(opened)

    @classmethod
    def open(cls, url: str) -> Self:
        """The store at ``sqlite:////absolute/path.db`` or ``postgresql://…``; connects when first used."""
        return cls(database(url))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections; the store can be used again, which connects again."""
        self.database.engine.dispose()

    def migrate(self) -> None:
        """Create the tables, or bring older ones up to date; a store from a newer version is refused."""
        head = revisions.known()[-1]
        with self.database.reading() as connection:
            if revisions.current(connection) == head:
                return
        self.database.prepare()
        with self.database.writing() as connection:
            revision = revisions.current(connection)
            revisions.refuse_newer(revision, self.database.where)
            if revision != head:
                revisions.upgrade(connection)

    def check(self) -> None:
        """Raise unless the store answers and has exactly this version's tables; creates nothing."""
        file = self.database.file
        if file is not None and not file.exists():
            raise StoreNotMigrated(
                f"there is no store yet: {self.database.where}: no such file; run an audit to create it"
            )
        with self.database.reading() as connection:
            revisions.demand_current(revisions.current(connection), self.database.where)

    def begin_audit(self, request: AuditRequest, *, partial: bool = False) -> int:
        """The id of a new audit; a Dagster run that begins again gets the audit it had.

        A ``partial`` one looks at some repositories, has no end that anybody waits for, and is never
        interrupted; it becomes complete if its run comes so far as to finish it.
        """
        with self.database.writing() as connection:
            return audits.begin(connection, request, partial=partial)

    def finish_audit(self, audit: int, *, status: str, at: int) -> None:
        """End an audit as complete, failed or interrupted."""
        with self.database.writing() as connection:
            audits.finish(connection, audit, status=status, at=at)

    def interrupt_stale(self, at: int) -> int:
        """Mark audits that still say running, though none can be, as interrupted; how many there were."""
        with self.database.writing() as connection:
            return audits.interrupt_stale(connection, at)

    def audit_of_run(self, run_id: str) -> int | None:
        """The audit that a Dagster run carries out."""
        with self.database.reading() as connection:
            return audits.of_run(connection, run_id)

    def previous_audit(self, audit: int) -> int | None:
        """The last complete audit before this one that had the same roots."""
        with self.database.reading() as connection:
            return audits.previous(connection, audit)

    def told_previous(self, audit: int) -> int | None:
        """The same as the report of that audit tells it: one that an imported report only mentions counts."""
        with self.database.reading() as connection:
            return audits.told_previous(connection, audit)

    def latest_audit(self, roots: Sequence[str] | None = None) -> AuditRow | None:
        """The last complete audit, of these roots or of any."""
        with self.database.reading() as connection:
            return audits.latest(connection, roots)

    def audit(self, audit: int) -> AuditRow:
        """One audit; raises when there is none of that number."""
        with self.database.reading() as connection:
            return audits.by_id(connection, audit)

    def policy(self, digest: str) -> dict[str, str]:
        """The files behind a policy's digest, by name."""
        with self.database.reading() as connection:
            return audits.policy(connection, digest)

    def find_audit(self, audit: int) -> AuditRow | None:
        """One audit, or None when there is none of that number."""
        with self.database.reading() as connection:
            return audits.find(connection, audit)

    def fleets(self, moment: int | None = None) -> list[AuditRow]:
        """The last complete audit of each set of roots, by that moment or by now, newest first."""
        with self.database.reading() as connection:
            return audits.fleets(connection, moment)

    def first_audit(self, roots: Sequence[str]) -> int | None:
        """When the first complete audit of these roots began that is no backfill, epoch seconds."""
        with self.database.reading() as connection:
            return audits.first(connection, roots)

    def count_audits(self) -> int:
        """How many audits there are, whatever became of them."""
        with self.database.reading() as connection:
            return audits.how_many(connection)

    def audits(self, limit: int = 50) -> list[AuditRow]:
        """The last audits, newest first, whatever became of them."""
        with self.database.reading() as connection:
            return audits.newest_first(connection, limit)

    def audit_at(self, moment: int, roots: Sequence[str] | None = None) -> AuditRow | None:
        """The last complete audit that had finished by that moment, of these roots or of any."""
        with self.database.reading() as connection:
            return audits.at_moment(connection, moment, roots)

    def record_repositories(self, audit: int, at: int, located: Sequence[Location]) -> None:
        """Where repositories lie; those that had been retired are back."""
        with self._recording(audit, at) as connection:
            recording.repositories(connection, audit, located)

    def retire(self, audit: int, at: int, slugs: Sequence[str]) -> None:
        """End what is current about these repositories: findings become fixed, history stays answerable."""
        with self._recording(audit, at) as connection:
            recording.retire(connection, audit, slugs)

    def record_inventory(self, audit: int, at: int, inventory: Inventory) -> None:
        """What should exist; when that is unknown, the last entries stay, no more verified than they were."""
        with self._recording(audit, at) as connection:
            recording.inventory(connection, audit, inventory)

    def record_states(self, audit: int, at: int, states: Sequence[RepositoryState]) -> list[str]:
        """Repositories' states; gives the slugs that are new or changed in this audit."""
        with self._recording(audit, at) as connection:
            return recording.states(connection, audit, states)

    def record_judgements(self, audit: int, at: int, judgements: Sequence[Judgement]) -> None:
        """All gates' answers for some repositories; an unknown one leaves the gate's findings as they are."""
        with self._recording(audit, at) as connection:
            recording.judgements(connection, audit, judgements)

    def record_changes(self, audit: int, changes: Sequence[Change]) -> None:
        """What changed in this audit, instead of what was said of it before."""
        with self.database.writing() as connection:
            audits.by_id(connection, audit)
            recording.changes(connection, audit, changes)

    def record_idle_waivers(self, audit: int, idle: Sequence[IdleWaiver]) -> None:
        """Which waivers did nothing in this audit, instead of what was said of them before."""
        with self.database.writing() as connection:
            audits.by_id(connection, audit)
            audits.remark(connection, audit, idle)

    def changes(self, audit: int) -> tuple[Change, ...]:
        """What changed in that audit."""
        with self.database.reading() as connection:
            return snapshots.changes(connection, audit)

    def location(self, slug: str) -> Location | None:
        """Where a repository lies; None when it is retired or was never found."""
        with self.database.reading() as connection:
            return snapshots.location(connection, slug)

    def locations(self, audit: int | None = None) -> dict[str, Location]:
        """Where the repositories lay that were not retired, at the end of that audit, or now."""
        with self.database.reading() as connection:
            return snapshots.locations(connection, audit)

    def states(self, slugs: Slugs = None, audit: int | None = None) -> dict[str, RepositoryState]:
        """What was known of these repositories at the end of that audit, or is now."""
        with self.database.reading() as connection:
            return snapshots.states(connection, audit, slugs)

    def inventory_at(self, audit: int) -> Inventory:
        """What should exist, as of that audit."""
        with self.database.reading() as connection:
            return snapshots.inventory(connection, audit)

    def retired(self, audit: int) -> dict[str, tuple[Location, RepositoryState | None]]:
        """The repositories that had left by that audit: where they lay, and their last state."""
        with self.database.reading() as connection:
            return snapshots.retired(connection, audit)

    def inventory_of(self, audit: int) -> Inventory | None:
        """What should exist, if that very audit asked; None when it has not."""
        with self.database.reading() as connection:
            return snapshots.inventory_of(connection, audit)

    def snapshot(self, audit: int | None = None, slugs: Slugs = None, *, findings: bool = True) -> Snapshot:
        """What was known of these repositories, or of all, at the end of that audit, or now.

        Without ``findings`` it has none: a report asks for them with what became of each.
        """
        with self.database.reading() as connection:
            return snapshots.snapshot(connection, audit, slugs, findings=findings)

    def findings(self, audit: int, previous: int | None, slugs: Slugs = None) -> tuple[FindingRecord, ...]:
        """The findings that held at ``audit`` and those fixed since ``previous``, each with its status."""
        with self.database.reading() as connection:
            return findings.compared(connection, audit, previous, slugs)

    def severities(self, audit: int, slugs: Collection[str]) -> list[Severity]:
        """How bad each of these repositories' findings was that held at that audit."""
        with self.database.reading() as connection:
            return findings.severities(connection, audit, slugs)

    @contextmanager
    def _recording(self, audit: int, at: int) -> Iterator[Connection]:
        with self.database.writing() as connection:
            audits.touch(connection, audit, at)
            yield connection
