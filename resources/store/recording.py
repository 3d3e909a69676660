"""The domain's values as rows of the versioned tables, and which rows each of them may close."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from gitops_assets.core.gates.model import Judgement
from gitops_assets.core.model import (
    Change,
    FindingRecord,
    Inventory,
    InventoryEntry,
    Outcome,
    RepositoryState,
)
from resources.store import audits, dependencies
from resources.store.answers import to_text
from resources.store.documents import digest, to_document
from resources.store.drift_tables import DRIFTS
from resources.store.gate_tables import GATE_SCANS, SCORES
from resources.store.model import Location
from resources.store.schema import (
    CHANGES,
    FINDINGS,
    INVENTORIES,
    INVENTORY_ENTRIES,
    REPOSITORIES,
    STATE_COLUMNS,
    STATES,
    VERDICTS,
    storable,
)
from resources.store.versions import Key, Said, always, batches, never, write
from resources.store.vitality_tables import VITALITY

_SEEN = (Outcome.FAIL, Outcome.UNKNOWN)
"""Outcomes whose findings are believed; the others say that there are none."""

Row = dict[str, Any]


def repositories(connection: Connection, audit: int, located: Iterable[Location]) -> None:
    """Where repositories lie; those that had been retired are back."""
    rows = [
        {
            "slug": found.slug,
            "path": found.path,
            "root": found.root,
            "digest": digest([found.path and found.path.hex(), found.root.hex()]),
        }
        for found in located
    ]
    write(connection, REPOSITORIES, audit, Said(rows))


def retire(connection: Connection, audit: int, slugs: Sequence[str]) -> None:
    """End everything that is current about these repositories; what was known before stays answerable."""
    for versioned in (REPOSITORIES, STATES, VERDICTS, FINDINGS, GATE_SCANS, SCORES, VITALITY, DRIFTS):
        write(connection, versioned, audit, Said(groups=slugs, closes=always))
    dependencies.retire(connection, audit, slugs)


def inventory(connection: Connection, audit: int, said: Inventory, *, whole: bool = True) -> None:
    """What should exist. When a source could not be asked, entries it may have had stay as they were.

    So they do where what is said is not the ``whole`` inventory, as in a report that is imported.
    """
    scope = audits.scope(connection, audit)
    head = {"scope": scope, "configured": said.configured, "unknown": said.unknown}
    write(connection, INVENTORIES, audit, Said([_digested(head)]))
    rows = [_entry(scope, entry) for entry in said.entries]
    closes = always if whole and said.unknown is None else never
    write(connection, INVENTORY_ENTRIES, audit, Said(rows, (scope,), closes))


def states(connection: Connection, audit: int, seen: Sequence[RepositoryState]) -> list[str]:
    """Repositories' states; gives the slugs that are new or changed in this audit, in the order given."""
    began = write(connection, STATES, audit, Said([_state(state) for state in seen]))
    return [state.slug for state in seen if (storable(state.slug),) in began]


def judgements(connection: Connection, audit: int, given: Sequence[Judgement]) -> None:
    """Gates' answers about repositories, and their findings.

    A gate that a judgement neither answers nor spares is no longer asked: its verdict and findings end. A
    finding that was not seen stays where its gate could not look, or told of others only.
    """
    slugs = [judgement.slug for judgement in given]
    spared = {storable(judgement.slug): judgement.spared for judgement in given}
    unknown, kept = _unknown(given), _untold(given) | _unread(connection, given)

    def ends(key: Key) -> bool:
        slug, gate, *_ = key
        return gate not in spared[slug]

    def gone(key: Key) -> bool:
        # A finding that was not seen is not gone if its gate's answer is unknown (B3).
        return ends(key) and key[:2] not in unknown and key not in kept

    write(connection, VERDICTS, audit, Said([_verdict(judgement) for judgement in given]))
    write(connection, FINDINGS, audit, Said(_findings(given), slugs, gone))


def changes(connection: Connection, audit: int, found: Sequence[Change]) -> None:
    """What changed in this audit, instead of what was said of it before."""
    connection.execute(delete(CHANGES).where(CHANGES.c.audit == audit))
    for batch in batches(found):
        connection.execute(insert(CHANGES), [_change(audit, change) for change in batch])


def _unknown(given: Iterable[Judgement]) -> set[Key]:
    """The answers behind which any finding may still be there."""
    return {
        (storable(judgement.slug), storable(evaluation.gate))
        for judgement in given
        for evaluation in judgement.evaluations
        if evaluation.partial and not evaluation.unread
    }


def _untold(given: Iterable[Judgement]) -> set[Key]:
    return {
        (storable(judgement.slug), storable(gate), fingerprint)
        for judgement in given
        for gate, fingerprint in judgement.untold
    }


def _unread(connection: Connection, given: Iterable[Judgement]) -> set[Key]:
    """The current findings in files that their gate could not read."""
    unread = {
        (storable(judgement.slug), storable(evaluation.gate)): set(map(storable, evaluation.unread))
        for judgement in given
        for evaluation in judgement.evaluations
        if evaluation.partial and evaluation.unread
    }
    column = FINDINGS.table.c
    query = select(*(column[part] for part in FINDINGS.key), column.path).where(column.ended.is_(None))
    found: set[Key] = set()
    for batch in batches(sorted({slug for slug, _ in unread})):
        for slug, gate, fingerprint, path in connection.execute(query.where(column.slug.in_(batch))):
            if path in unread.get((slug, gate), ()):
                found.add((slug, gate, fingerprint))
    return found


def _verdict(judgement: Judgement) -> Row:
    answers = to_text(judgement.evaluations)
    return {
        "slug": judgement.slug,
        "asker": judgement.asker.value,
        "answers": answers,
        "digest": _digest_of(answers),
    }


@lru_cache(maxsize=4096)
def _digest_of(answers: str) -> str:
    # What a thousand repositories are told is mostly the same few texts.
    return digest(answers)


def _findings(given: Iterable[Judgement]) -> list[Row]:
    return [
        finding_row(judgement.slug, finding)
        for judgement in given
        for finding in judgement.findings
        if finding.gate in _believed(judgement)
    ]


def _believed(judgement: Judgement) -> set[str]:
    return {evaluation.gate for evaluation in judgement.evaluations if evaluation.outcome in _SEEN}


def finding_row(slug: str, finding: FindingRecord) -> Row:
    """A finding as a row without stamps."""
    row = _digested(
        {
            "slug": slug,
            "gate": finding.gate,
            "fingerprint": finding.fingerprint,
            "severity": finding.severity.value,
            "message": finding.message,
            "path": finding.path,
            "line": finding.line,
            "remedy": finding.remedy,
        }
    )
    # Without a snippet a finding keeps the digest that stores had before there were any.
    quoted = row if finding.snippet is None else _digested({**row, "snippet": finding.snippet})
    return {**quoted, "snippet": finding.snippet}


def _state(state: RepositoryState) -> Row:
    document = to_document(state)
    columns = {name: getattr(state, name) for name in STATE_COLUMNS}
    return {"slug": state.slug, **columns, "document": document, "digest": digest(document)}


def _entry(scope: str, entry: InventoryEntry) -> Row:
    return _digested(
        {
            "scope": scope,
            "slug": entry.slug,
            "source": entry.source,
            "url": entry.url,
            "default_branch": entry.default_branch,
            "archived": entry.archived,
            "fork": entry.fork,
            "private": entry.private,
        }
    )


def _change(audit: int, change: Change) -> Row:
    return {
        "audit": audit,
        "slug": change.slug,
        "kind": change.kind,
        "subject": change.subject,
        "before": change.before,
        "after": change.after,
        "cause": change.cause.value,
    }


def _digested(row: Row) -> Row:
    return {**row, "digest": digest(row)}
