"""Reading what was known at an audit: the fleet as of then, where it lies, and what changed."""

from functools import lru_cache

from sqlalchemy import Connection, func, select

from gitops_assets.core.model import Cause, Change, Inventory, InventoryEntry, RepositoryState
from gitops_assets.core.snapshot import AuditInputs, Snapshot, Verdict
from resources.store import audits
from resources.store.answers import Answer, from_text
from resources.store.documents import from_document
from resources.store.findings import Slugs, as_of, open_findings, rows_of
from resources.store.model import Location
from resources.store.schema import (
    AUDITS,
    CHANGES,
    INVENTORIES,
    INVENTORY_ENTRIES,
    REPOSITORIES,
    STATES,
    VERDICTS,
)


def snapshot(connection: Connection, audit: int | None, slugs: Slugs, *, findings: bool = True) -> Snapshot:
    """The fleet as of that audit, or as of now; of an empty store, an empty one with audit 0."""
    newest = connection.execute(select(func.max(AUDITS.c.id))).scalar()
    wanted = newest if audit is None else audit
    if wanted is None:
        return Snapshot(audit=0, inputs=AuditInputs(tool_version="", rule_version="", policy_digest=""))
    row = audits.by_id(connection, wanted)
    # Not simply the audit before this one: that may have been of another fleet, or interrupted.
    previous = audits.previous(connection, row.id) or row.id - 1
    found = open_findings(connection, row.id, previous, slugs) if findings else ()
    return Snapshot(
        audit=row.id,
        inputs=row.inputs,
        states=states(connection, row.id, slugs),
        findings={finding.fingerprint: finding for finding in found},
        verdicts=_verdicts(connection, row.id, slugs),
        inventory=inventory(connection, row.id),
    )


def inventory(connection: Connection, audit: int) -> Inventory:
    """What should exist, as of that audit; with ``unknown``, the entries are those that were known before."""
    scope = audits.scope(connection, audit)
    heads, entries = INVENTORIES.table, INVENTORY_ENTRIES.table
    head = connection.execute(select(heads).where(*as_of(INVENTORIES, audit), heads.c.scope == scope)).first()
    rows = connection.execute(
        select(entries).where(*as_of(INVENTORY_ENTRIES, audit), entries.c.scope == scope)
    )
    listed = (
        InventoryEntry(
            slug=row.slug,
            url=row.url,
            default_branch=row.default_branch,
            archived=row.archived,
            fork=row.fork,
            private=row.private,
            source=row.source,
        )
        for row in rows
    )
    ordered = tuple(sorted(listed, key=lambda entry: (entry.slug, entry.source)))
    return Inventory(ordered, head.configured, head.unknown) if head else Inventory(ordered)


def inventory_of(connection: Connection, audit: int) -> Inventory | None:
    """What should exist, if that very audit asked; None when it has not."""
    heads = INVENTORIES.table
    scope = audits.scope(connection, audit)
    asked = select(heads.c.id).where(heads.c.scope == scope, heads.c.verified == audit)
    return None if connection.execute(asked).first() is None else inventory(connection, audit)


def locations(connection: Connection, audit: int | None) -> dict[str, Location]:
    """Where the repositories lay that were not retired, as of that audit, or as of now."""
    table = REPOSITORIES.table
    when = (table.c.ended.is_(None),) if audit is None else as_of(REPOSITORIES, audit)
    query = select(table.c.slug, table.c.path, table.c.root).where(*when)
    found = (Location(*row) for row in connection.execute(query))
    return {location.slug: location for location in sorted(found, key=lambda location: location.slug)}


def retired(connection: Connection, audit: int) -> dict[str, tuple[Location, RepositoryState | None]]:
    """The repositories that had left the fleet by that audit: where they lay, and their last state."""
    places, column = REPOSITORIES.table.c, STATES.table.c
    here = locations(connection, audit)
    query = select(places.slug, places.path, places.root).where(places.ended <= audit).order_by(places.id)
    gone = {row.slug: Location(*row) for row in connection.execute(query) if row.slug not in here}
    last = select(column.document).where(column.ended <= audit).order_by(column.id)
    found = (from_document(row.document) for row in rows_of(connection, last, column.slug, list(gone)))
    states = {state.slug: state for state in found}
    return {slug: (place, states.get(slug)) for slug, place in sorted(gone.items())}


def location(connection: Connection, slug: str) -> Location | None:
    """Where one repository lies; None when it is retired or was never found."""
    table = REPOSITORIES.table
    query = select(table.c.slug, table.c.path, table.c.root).where(
        table.c.slug == slug, table.c.ended.is_(None)
    )
    row = connection.execute(query).first()
    return None if row is None else Location(*row)


def changes(connection: Connection, audit: int) -> tuple[Change, ...]:
    """What changed in that audit, in the order in which it was recorded."""
    rows = connection.execute(select(CHANGES).where(CHANGES.c.audit == audit).order_by(CHANGES.c.id))
    return tuple(
        Change(
            slug=row.slug,
            kind=row.kind,
            subject=row.subject,
            before=row.before,
            after=row.after,
            cause=Cause(row.cause),
        )
        for row in rows
    )


def states(connection: Connection, audit: int | None, slugs: Slugs) -> dict[str, RepositoryState]:
    """The states as of that audit, or those that are current, by slug."""
    column = STATES.table.c
    when = (column.ended.is_(None),) if audit is None else as_of(STATES, audit)
    query = select(column.document).where(*when)
    found = (from_document(row.document) for row in rows_of(connection, query, column.slug, slugs))
    return {state.slug: state for state in sorted(found, key=lambda state: state.slug)}


def _verdicts(connection: Connection, audit: int, slugs: Slugs) -> dict[tuple[str, str], Verdict]:
    column = VERDICTS.table.c
    query = select(column.slug, column.answers, column.verified).where(*as_of(VERDICTS, audit))
    told = (
        (slug, answer, min(verified, audit))
        for slug, answers, verified in rows_of(connection, query, column.slug, slugs)
        for answer in from_text(answers)
    )
    return {
        (slug, answer.gate): _verdict(answer, verified)
        for slug, answer, verified in sorted(told, key=lambda row: (row[0], row[1].gate))
    }


@lru_cache(maxsize=4096)
def _verdict(answer: Answer, verified: int) -> Verdict:
    # Twenty thousand verdicts of an audit are mostly the same few.
    return Verdict(outcome=answer.outcome, why=answer.why, verified=verified, rest=answer.rest)
