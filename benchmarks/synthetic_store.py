"""A store as a year of audits leaves it, written straight into its tables: no repository, no audit, no wait.

Everything follows from the sizes alone, so two runs measure the same. Reports of every audit in it are whole:
states, answers, findings that came and went, scores, changes with causes, dependencies, edges, conflicts.

``python -m benchmarks.synthetic_store FILE --repositories 1000`` writes one to keep.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, insert

from benchmarks.synthetic_dependencies import conflicts, edges, scan
from benchmarks.synthetic_repository import ASKED, Fleet, Repository, repository
from resources.store import dependencies
from resources.store.dependency_tables import SCANS
from resources.store.documents import digest
from resources.store.gate_tables import ASKED_GATES, GATE_SCANS, SCORES
from resources.store.graphs import Found
from resources.store.schema import AUDITS, CHANGES, FINDINGS, REPOSITORIES, STATES, VERDICTS
from resources.store.store import Store

ROOT = "/src"
TOGETHER = 250
"""Repositories whose rows are made and written at once."""

T = TypeVar("T")
Rows = Iterable[dict[str, Any]]


def write_store(url: str, fleet: Fleet) -> int:
    """Fill a new store at this address with the fleet's audits; gives the number of the last."""
    with Store.open(url) as store:
        store.migrate()
        if store.count_audits():
            raise SystemExit(f"there are audits already in {store.database.where}: name a new store")
        with store.database.writing() as connection:
            _insert(connection, AUDITS, map(_audit, fleet.audits))
            _insert(connection, ASKED_GATES, _asked(fleet))
            for indices in _batches(range(fleet.repositories), TOGETHER):
                _write(connection, [repository(fleet, index) for index in indices])
        last, at = fleet.last, fleet.at(fleet.last)
        store.dependencies.record_edges(last, at, Found(list(edges(fleet))))
        store.dependencies.record_conflicts(last, at, Found(list(conflicts(fleet))))
    return last


def _write(connection: Connection, together: Sequence[Repository]) -> None:
    last = together[0].fleet.last
    _insert(connection, REPOSITORIES.table, (row for each in together for row in _placed(each)))
    _insert(connection, STATES.table, (row for each in together for row in each.states()))
    _insert(connection, VERDICTS.table, (row for each in together for row in each.verdicts()))
    _insert(connection, FINDINGS.table, (row for each in together for row in each.finding_rows()))
    _insert(connection, SCORES.table, (row for each in together for row in each.scores()))
    _insert(connection, CHANGES, (row for each in together for row in each.changes()))
    _insert(connection, GATE_SCANS.table, (row for each in together for row in _judged(each)))
    scans = [scan(each) for each in together]
    said = dependencies.keep(connection, scans)
    read = {each.known.slug: each for each in scans}
    _insert(
        connection,
        SCANS.table,
        (
            _stamped(
                {
                    "slug": slug,
                    "commit": read[slug].known.commit,
                    "analysis": "a",
                    "unknown": None,
                    "said": key,
                },
                last,
            )
            for slug, key in said.items()
        ),
    )


def _insert(connection: Connection, table: Table, rows: Rows) -> None:
    for batch in _batches(rows, 5_000):
        connection.execute(insert(table), batch)


def _batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def _audit(each: tuple[int, int]) -> dict[str, Any]:
    number, at = each
    return {
        "started": at,
        "seen": at + 60,
        "finished": at + 60,
        "status": "complete",
        "fleet": "synthetic",
        "roots": [ROOT],
        "roots_digest": digest([ROOT]),
        "inventory_scope": "",
        "tool_version": "1.0",
        "rule_version": f"r{number // 100}",
        "policy_digest": "p",
        "not_looked_into": [],
    }


def _asked(fleet: Fleet) -> Rows:
    for audit, _ in fleet.audits:
        for position, gate in enumerate(ASKED):
            yield {
                "audit": audit,
                "position": position,
                "gate": gate.id,
                "title": gate.title,
                "category": gate.category,
                "severity": gate.severity,
                "weight": gate.weight,
                "required": gate.required,
                "version": gate.version,
                "doc": gate.doc,
                "remedy": gate.remedy,
                "repositories": 10,
                "microseconds": 1_000 + 37 * position,
            }


def _placed(each: Repository) -> Iterator[dict[str, Any]]:
    path = f"{ROOT}/{each.slug}".encode()
    yield _stamped(
        {"slug": each.slug, "path": path, "root": ROOT.encode()}, each.fleet.last, digest(each.slug)
    )


def _judged(each: Repository) -> Iterator[dict[str, Any]]:
    row = {"slug": each.slug, "commit": each.head(each.moves[-1]), "asked": "a"}
    empty = {"until": None, "snapshot": None, "concerns": None}
    yield {**_stamped({**row, **empty}, each.fleet.last), "audit": each.moves[-1]}


def _stamped(row: dict[str, Any], last: int, mark: str | None = None) -> dict[str, Any]:
    return {**row, "digest": mark or digest(row), "audit": 1, "verified": last, "ended": None}


@dataclass(frozen=True, slots=True)
class Made:
    """A store that was written, and what it took."""

    url: str
    last: int
    seconds: float


def made(file: Path, fleet: Fleet) -> Made:
    """The store in that file, written where there is none yet."""
    url = f"sqlite:///{file.absolute()}"
    if file.exists():
        return Made(url, fleet.last, 0.0)
    began = time.perf_counter()
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".half")
    half.unlink(missing_ok=True)
    write_store(f"sqlite:///{half.absolute()}", fleet)
    half.rename(file)
    return Made(url, fleet.last, time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--repositories", type=int, default=1_000)
    parser.add_argument("--findings", type=int, default=50, help="open ones in each repository at the end")
    parser.add_argument("--audits", type=int, default=365, help="one a day")
    given = parser.parse_args()
    done = made(given.file, Fleet(given.repositories, given.findings, given.audits))
    print(f"{done.url} has audit {done.last}; it took {done.seconds:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
