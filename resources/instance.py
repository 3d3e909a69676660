"""Dagster's instance on the home: made once, by one process, before anything else opens it."""

import os
from pathlib import Path

import dagster as dg

from resources.home import Home

EVENT_BATCH = 1000
"""Events that Dagster hands to the storage at once; unset, it writes one at a time."""


def open_instance(home: Home) -> dg.DagsterInstance:
    """The instance that the command line, the UI and the daemon share; to be used as a context manager."""
    os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", str(EVENT_BATCH))
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    return dg.DagsterInstance.from_config(str(home.dagster))


def is_initialised(home: Home) -> bool:
    """Whether Dagster's storage was made; two processes that make it at once corrupt it."""
    return home.is_postgres or Path(home.dagster / "history" / "runs.db").exists()
