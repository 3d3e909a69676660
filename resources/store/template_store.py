"""The store's part that knows what was done with templates."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from gitops_assets.core.templates.acts import Application, Backup, Mode, Step
from gitops_assets.core.templates.model import ApplyState
from resources.store.engine import Database
from resources.store.template_tables import APPLICATION_STEPS, APPLICATIONS, BACKUPS
from resources.store.versions import batches

_A = APPLICATIONS.c
_S = APPLICATION_STEPS.c
_B = BACKUPS.c


class TemplateStore:
    """Every method is one transaction and raises as the store does."""

    def __init__(self, opened: Database) -> None:
        self.database = opened

    def save(self, application: Application) -> None:
        """Keep an application as it stands now."""
        row = {**asdict(application), "answers": dict(application.answers)}
        with self.database.writing() as connection:
            connection.execute(delete(APPLICATIONS).where(_A.id == application.id))
            connection.execute(insert(APPLICATIONS), [row])

    def begin(self, application: Application, steps: Sequence[Step], backup: Backup | None) -> None:
        """Keep it with its journal and its backup, all at once, before anything is written."""
        row = {**asdict(application), "answers": dict(application.answers)}
        with self.database.writing() as connection:
            connection.execute(delete(APPLICATIONS).where(_A.id == application.id))
            connection.execute(insert(APPLICATIONS), [row])
            for batch in batches([{"application": application.id, **asdict(step)} for step in steps]):
                connection.execute(insert(APPLICATION_STEPS), batch)
            if backup is not None:
                connection.execute(insert(BACKUPS), [asdict(backup)])

    def find(self, application: str) -> Application | None:
        """The application of that id."""
        with self.database.reading() as connection:
            row = connection.execute(select(APPLICATIONS).where(_A.id == application)).first()
            return None if row is None else _application(row)

    def history(
        self, *, slug: str | None = None, template: str | None = None, limit: int = 1000
    ) -> list[Application]:
        """Applications, newest first."""
        query = select(APPLICATIONS).order_by(_A.started.desc(), _A.id.desc()).limit(limit)
        if slug is not None:
            query = query.where(_A.slug == slug)
        if template is not None:
            query = query.where(_A.template == template)
        with self.database.reading() as connection:
            return [_application(row) for row in connection.execute(query)]

    def of_batch(self, batch: str) -> list[Application]:
        """The applications of a batch, oldest first."""
        query = select(APPLICATIONS).where(_A.batch == batch).order_by(_A.started, _A.id)
        with self.database.reading() as connection:
            return [_application(row) for row in connection.execute(query)]

    def unfinished(self) -> list[Application]:
        """Those that say ``applying``: at work, or interrupted."""
        query = select(APPLICATIONS).where(_A.state == ApplyState.APPLYING.value).order_by(_A.started, _A.id)
        with self.database.reading() as connection:
            return [_application(row) for row in connection.execute(query)]

    def steps(self, application: str) -> list[Step]:
        """Its journal, in order."""
        query = select(APPLICATION_STEPS).where(_S.application == application).order_by(_S.seq)
        with self.database.reading() as connection:
            return [
                Step(
                    seq=row.seq,
                    step=row.step,
                    path=row.path,
                    before=row.before,
                    after=row.after,
                    done=row.done,
                )
                for row in connection.execute(query)
            ]

    def finish_steps(self, application: str) -> None:
        """Every step was taken."""
        with self.database.writing() as connection:
            query = update(APPLICATION_STEPS).where(_S.application == application)
            connection.execute(query.values(done=True))

    def backups(self, *, pruned: bool = False) -> list[Backup]:
        """Backups, newest first; those that were pruned only if asked."""
        query = select(BACKUPS).order_by(_B.created.desc(), _B.id.desc())
        if not pruned:
            query = query.where(_B.pruned.is_(None))
        with self.database.reading() as connection:
            return [_backup(row) for row in connection.execute(query)]

    def backup(self, name: str) -> Backup | None:
        """The backup of that id."""
        with self.database.reading() as connection:
            row = connection.execute(select(BACKUPS).where(_B.id == name)).first()
            return None if row is None else _backup(row)

    def forget_backup(self, name: str) -> None:
        """Of an application that changed nothing there is nothing to go back to."""
        with self.database.writing() as connection:
            connection.execute(delete(BACKUPS).where(_B.id == name))

    def mark_backup(
        self, backup: Backup, *, verified: int | None = None, pruned: int | None = None
    ) -> Backup:
        """When it was last found sound, or given up."""
        marked = replace(backup, verified=verified or backup.verified, pruned=pruned or backup.pruned)
        with self.database.writing() as connection:
            query = update(BACKUPS).where(_B.id == backup.id)
            connection.execute(query.values(verified=marked.verified, pruned=marked.pruned))
        return marked


def _application(row: Row[Any]) -> Application:
    known = dict(row._mapping)  # noqa: SLF001 - how a row says that it is a mapping
    return Application(**known | {"mode": Mode(row.mode), "state": ApplyState(row.state)})


def _backup(row: Row[Any]) -> Backup:
    return Backup(**dict(row._mapping))  # noqa: SLF001 - how a row says that it is a mapping
