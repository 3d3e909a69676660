"""Several processes write, some are killed, and no row is lost."""

import multiprocessing
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from sqlalchemy import select

from resources.store.schema import FINDINGS, REPOSITORIES, STATES
from resources.store.store import Store
from tests.store import writer
from tests.store.audited import audit_of, begin, failed, state

WRITERS = [f"w{number}" for number in range(8)]


def test_eight_processes_create_and_fill_a_store_and_no_row_is_lost(bare_url: str) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.store.writer", "alembic.command", "psycopg2"])
    with ProcessPoolExecutor(len(WRITERS), mp_context=context) as processes:
        for done in [processes.submit(writer.audit_repeatedly, bare_url, name) for name in WRITERS]:
            done.result()
    with Store.open(bare_url) as store:
        audits = store.audits(limit=1_000)
        assert Counter(row.status for row in audits) == {"complete": len(WRITERS) * writer.AUDITS}
        snapshot = store.snapshot()
        own = {slug: found for slug, found in snapshot.states.items() if slug != "all/shared"}
        assert len(own) == len(WRITERS) * writer.REPOSITORIES
        assert {found.ahead for found in own.values()} == {writer.AUDITS - 1}
        assert {found.line for found in snapshot.findings.values()} == {writer.AUDITS}
        assert len(snapshot.findings) == len(own) + 1
        no_history_was_lost(store)


def no_history_was_lost(store: Store) -> None:
    """Every audit of every writer left its version of each of its repositories."""
    expected = {REPOSITORIES: 1, STATES: writer.AUDITS, FINDINGS: writer.AUDITS}
    with store.database.reading() as connection:
        for versioned, versions in expected.items():
            slugs = connection.execute(select(versioned.table.c.slug)).scalars()
            counts = Counter(slug for slug in slugs if slug != "all/shared")
            assert set(counts.values()) == {versions}


def test_a_writer_killed_in_a_transaction_leaves_nothing_and_blocks_nobody(store_url: str) -> None:
    with Store.open(store_url) as store:
        before = audit_of(store, failed(), states=[state()])
        killed = kill_while_writing(store_url)
        assert list(store.snapshot().states) == ["a/one"]
        assert store.audit(killed).seen != 666
        assert store.interrupt_stale(700) == 1
        audit = begin(store)
        assert store.record_states(audit, 1, [state(ahead=1)]) == ["a/one"]
        assert store.snapshot(before).states["a/one"] == state()


def kill_while_writing(url: str) -> int:
    """The audit of a process that was killed after its write and before its commit."""
    command = [sys.executable, "-m", "tests.store.writer", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        process.kill()
    with Store.open(url) as store:
        return store.audits()[0].id
