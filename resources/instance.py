"""Dagster's instance on the home: made once, by one process, before anything else opens it."""

import os
from pathlib import Path

import dagster as dg
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES

from resources.home import Home

EVENT_BATCH = 1000
"""Events that Dagster hands to the storage at once; unset, it writes one at a time."""

AT_THE_COMMAND_LINE = {"gitops-assets/launched-by": "command line"}
"""Tags of a run that lives in the process of ``gitops-assets audit``, which holds the home's lock."""


def open_instance(home: Home) -> dg.DagsterInstance:
    """The instance that the command line, the UI and the daemon share; to be used as a context manager."""
    os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", str(EVENT_BATCH))
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    return dg.DagsterInstance.from_config(str(home.dagster))


def end_killed_runs(instance: dg.DagsterInstance) -> int:
    """Call runs of the command line that were killed failed, and count them; needs the home's lock.

    Nobody else would: Dagster watches only runs that it launched itself.
    """
    left = instance.get_runs(dg.RunsFilter(tags=AT_THE_COMMAND_LINE, statuses=NOT_FINISHED_STATUSES))
    for run in left:
        instance.report_run_failed(run, "gitops-assets audit was killed; the next audit goes on from there.")
    return len(left)


def is_initialised(home: Home) -> bool:
    """Whether Dagster's storage was made; two processes that make it at once corrupt it."""
    return home.is_postgres or Path(home.dagster / "history" / "runs.db").exists()
