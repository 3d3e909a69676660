"""Dagster's instance on the home: made once, by one process, before anything else opens it."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace

import dagster as dg
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from dagster._core.storage.tags import GRPC_INFO_TAG

from resources.event_log.batch import BatchingEventLogStorage
from resources.home import STORE_VARIABLE, Home, prepare
from resources.store.errors import translated

# Dagster would catch what a run writes in files and start processes that copy it from there to the terminal,
# where progress is no longer seen as on a terminal, and where those processes complain about Ctrl-C.
_NO_LOGS = {
    "module": "dagster._core.storage.noop_compute_log_manager",
    "class": "NoOpComputeLogManager",
}
EVENT_BATCH = 1000
"""Events that Dagster hands to the storage at once; unset, it writes one at a time."""

AT_THE_COMMAND_LINE = {"gitops-assets/launched-by": "command line"}
"""Tags of a run that lives in the process of ``gitops-assets audit``, which holds the home's lock."""


_AT_WORK = [
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


@contextmanager
def open_instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """The instance that the command line, the UI and the daemon share.

    What its database refuses while it is open is raised as :class:`resources.store.errors.StoreError`.
    """
    os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", str(EVENT_BATCH))
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    if home.is_postgres:
        os.environ[STORE_VARIABLE] = home.store_url
    where = "PostgreSQL" if home.is_postgres else str(home.dagster)
    with translated(f"Dagster's storage in {where}"):
        if not is_initialised(home):
            _make(home)
        with dg.DagsterInstance.from_ref(_reference(home)) as instance:
            yield instance


def events_gathered(instance: dg.DagsterInstance) -> AbstractContextManager[None]:
    """Write events some at a time while it lasts, if the instance's event log can."""
    storage = instance.event_log_storage
    return storage.gathering() if isinstance(storage, BatchingEventLogStorage) else nullcontext()


def _make(home: Home) -> None:
    """Make the files aside and move them in when they are whole.

    Dagster makes them table by table, and a home in which that was interrupted could never be opened again.
    """
    aside = replace(home, path=home.path / ".making")
    shutil.rmtree(aside.path, ignore_errors=True)
    prepare(aside)
    with dg.DagsterInstance.from_ref(_reference(aside)):
        pass
    for name in ("schedules", _LAST):
        if not (home.dagster / name).exists():
            (aside.dagster / name).rename(home.dagster / name)
    shutil.rmtree(aside.path)


def _reference(home: Home) -> InstanceRef:
    return InstanceRef.from_dir(str(home.dagster), overrides={"compute_logs": _NO_LOGS})


def end_killed_runs(instance: dg.DagsterInstance) -> int:
    """Call runs of the command line that were killed failed, and count them; needs the home's lock.

    Nobody else would: Dagster watches only runs that it launched itself.
    """
    left = instance.get_runs(dg.RunsFilter(tags=AT_THE_COMMAND_LINE, statuses=NOT_FINISHED_STATUSES))
    for run in left:
        instance.report_run_failed(run, "gitops-assets audit was killed; the next audit goes on from there.")
    return len(left)


def end_runs_of_server(instance: dg.DagsterInstance, socket: str) -> int:
    """Call the runs failed that a code server was at when it ended, and count them.

    Runs are its children and ended with it; the server that comes after it does not know of them, and
    Dagster would show them at work for ever. Until it is there no run begins.
    """
    left = [
        run
        for run in instance.get_runs(dg.RunsFilter(statuses=_AT_WORK))
        if _server_of(run) == socket and not run.tags.items() & AT_THE_COMMAND_LINE.items()
    ]
    for run in left:
        instance.report_run_failed(run, "The code server ended, and this run with it.")
    return len(left)


def _server_of(run: dg.DagsterRun) -> str | None:
    try:
        found = json.loads(run.tags.get(GRPC_INFO_TAG, "{}"))
    except ValueError:
        return None
    return found.get("socket") if isinstance(found, dict) else None


def is_initialised(home: Home) -> bool:
    """Whether Dagster's storage was made, to the end; two processes that make it at once corrupt it."""
    return home.is_postgres or (home.dagster / _LAST).exists()


_LAST = "history"
"""Of the folders with Dagster's files, the one that is moved in last."""
