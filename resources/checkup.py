"""Is everything in place? One function a question, each answer with what to do about it."""

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

import dagster as dg

from gitops_assets.core.gates.words import counted
from resources.advisories.snapshot import Snapshot, snapshot_path
from resources.advisories.sources import AdvisoriesUnreadable
from resources.git.command import OLDEST, GitMissing, run
from resources.home import STORE_VARIABLE, Home, HomeError, free_bytes, prepare
from resources.instance import is_initialised, open_instance
from resources.store.errors import StoreError, StoreNotMigrated, StoreUnreachable
from resources.store.store import Store

PYTHON = (3, 11)
FREE = 500_000_000
"""Bytes below which an audit may not be able to store its results."""

BEAT = 300
"""Seconds after which a daemon that said nothing is taken for stopped."""


class Verdict(StrEnum):
    """Fine; works, but mind this; or nothing will work before this is mended."""

    FINE = "fine"
    MIND = "mind"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and what to do where that is not fine."""

    question: str
    verdict: Verdict
    found: str
    remedy: str = ""


def examine(home: Home) -> Iterator[Answer]:
    """Every question in the order in which their answers depend on each other."""
    for question in QUESTIONS:
        yield question(home)


def _python(_home: Home) -> Answer:
    found = ".".join(map(str, sys.version_info[:3]))
    fine = sys.version_info >= PYTHON
    return Answer("python", _verdict(fine=fine), found, "" if fine else "install Python 3.11 or newer")


def _git(_home: Home) -> Answer:
    try:
        said = run(b"/", ("version",)).out.decode("utf-8", "replace").strip()
    except GitMissing as error:
        return Answer("git", Verdict.BROKEN, "not found on PATH", str(error))
    match = re.search(r"(\d+)\.(\d+)", said)
    fine = match is not None and tuple(map(int, match.groups())) >= OLDEST
    return Answer("git", _verdict(fine=fine), said, "" if fine else "install git 2.35 or newer")


def _home(home: Home) -> Answer:
    try:
        prepare(home)
    except HomeError as error:
        return Answer("home", Verdict.BROKEN, f"{home.path} cannot be written", str(error))
    return Answer("home", Verdict.FINE, f"{home.path} can be written")


def _disk(home: Home) -> Answer:
    free = free_bytes(home)
    found = f"{free / 1e9:,.1f} GB free where the home is"
    if free >= FREE:
        return Answer("disk", Verdict.FINE, found)
    return Answer("disk", Verdict.MIND, found, "free some space, or set GITOPS_HOME to a larger disk")


def _clock(home: Home) -> Answer:
    now = int(time.time())
    found = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now))
    try:
        with Store.open(home.store_url) as store:
            store.check()
            last = store.latest_audit()
    except StoreError:
        last = None
    if last is None or (last.finished or 0) <= now:
        return Answer("clock", Verdict.FINE, found)
    remedy = "the last audit is dated later than now: set the clock, or what is stale cannot be told"
    return Answer("clock", Verdict.MIND, found, remedy)


def _store(home: Home) -> Answer:
    where = "PostgreSQL" if home.is_postgres else "SQLite"
    try:
        with Store.open(home.store_url) as store:
            store.check()
            audits = store.count_audits()
    except StoreNotMigrated as error:
        return Answer("store", Verdict.MIND, str(error), "run `gitops-assets audit ROOT`, which makes it")
    except StoreUnreachable as error:
        other = f"; or unset {STORE_VARIABLE} to keep results in SQLite" if home.is_postgres else ""
        return Answer("store", Verdict.BROKEN, f"{where} does not answer", f"{error}{other}")
    except StoreError as error:
        return Answer("store", Verdict.BROKEN, f"{where} cannot be used", str(error))
    return Answer("store", Verdict.FINE, f"{where}, up to date, {counted(audits, 'audit')}")


def _advisories(home: Home) -> Answer:
    """Without a snapshot of vulnerabilities nothing is broken: they are unknown."""
    try:
        snapshot = Snapshot.open(snapshot_path(home))
    except AdvisoriesUnreadable as error:
        return Answer("advisories", Verdict.MIND, "the snapshot cannot be read", str(error))
    if snapshot is None:
        remedy = "get all.zip of your ecosystems from OSV, run `gitops-assets advisories import FILE`"
        return Answer("advisories", Verdict.MIND, "no snapshot: vulnerabilities are unknown", remedy)
    with snapshot:
        known = snapshot.status
    return Answer("advisories", Verdict.FINE, f"{known.records:,} records, up to {known.date}")


def _dagster(home: Home) -> Answer:
    if not is_initialised(home):
        return Answer(
            "dagster", Verdict.MIND, "its storage was not made yet", "run `gitops-assets audit ROOT`"
        )
    try:
        with _instance(home) as instance:
            runs = instance.get_runs_count()
    except Exception as error:  # noqa: BLE001 - whatever Dagster or its database raises is the answer
        said = _SILENT if _is_away(home, error) else f"{type(error).__name__}: {error}"
        return Answer("dagster", Verdict.BROKEN, said, _remedy(home, error))
    return Answer("dagster", Verdict.FINE, f"storage answers, {runs} runs")


def _daemon(home: Home) -> Answer:
    if not is_initialised(home):
        return Answer("daemon", Verdict.MIND, "never ran", _DAEMON_REMEDY)
    try:
        with _instance(home) as instance:
            beats = [beat.timestamp for beat in instance.get_daemon_heartbeats().values()]
    except Exception:  # noqa: BLE001 - the question before this one has told what is wrong
        return Answer("daemon", Verdict.BROKEN, f"not known: {_SILENT}", "mend that first")
    if not beats:
        return Answer("daemon", Verdict.MIND, "never ran", _DAEMON_REMEDY)
    silent = int(time.time() - max(beats))
    if silent > BEAT:
        return Answer("daemon", Verdict.MIND, f"said nothing for {silent:,} s", _DAEMON_REMEDY)
    return Answer("daemon", Verdict.FINE, f"last heartbeat {silent} s ago")


@contextmanager
def _instance(home: Home) -> Iterator[dg.DagsterInstance]:
    if home.is_postgres:
        # Dagster asks a server that is away for ten seconds; the store says so at once.
        with Store.open(home.store_url) as store, store.database.reading():
            pass
    with open_instance(home) as instance:
        yield instance


def _verdict(*, fine: bool) -> Verdict:
    return Verdict.FINE if fine else Verdict.BROKEN


def _is_away(home: Home, error: Exception) -> bool:
    return home.is_postgres and isinstance(error, StoreUnreachable)


def _remedy(home: Home, error: Exception) -> str:
    """What to do when Dagster's storage fails; in PostgreSQL there is no folder that could be moved away."""
    if not home.is_postgres:
        return _DAGSTER_REMEDY
    if _is_away(home, error):
        return "it is in the same PostgreSQL as the store: mend that first, nothing else is wrong here"
    return "its tables are in the store's PostgreSQL: look at the server's log; results need none of them"


_SILENT = "Dagster's storage does not answer"
_DAEMON_REMEDY = "run `gitops-assets dev`; only sensors and backfills need it, audits do not"
_DAGSTER_REMEDY = (
    "stop whatever uses the home, move its `dagster` folder away and audit again: results are in the store, "
    "only the history of runs is lost"
)
QUESTIONS: tuple[Callable[[Home], Answer], ...] = (
    _python, _git, _home, _disk, _store, _clock, _advisories, _dagster, _daemon,
)  # fmt: skip
