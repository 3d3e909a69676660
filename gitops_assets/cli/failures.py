"""Every failure that a command knows, told in three beats and with the right exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

from dbt_like_reports.errors import ModelError
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.core.fleet.faults import FleetFaults
from resources.fleet_file import FleetFileUnreadable
from resources.git.command import GitUnusable
from resources.git.discovery import BadRoot
from resources.home import HomeError
from resources.reporting import ReportUnwritten
from resources.store.errors import StoreError

_USAGE = (BadRoot, FleetFaults, FleetFileUnreadable)
_BROKEN = (GitUnusable, HomeError, ModelError, ReportUnwritten, StoreError)


@contextmanager
def told() -> Iterator[None]:
    """Turn what is expected to fail into a message and an exit code; let bugs be tracebacks."""
    try:
        yield
    except _USAGE as error:
        raise Stop(Exit.USAGE, str(error)) from None
    except _BROKEN as error:
        raise Stop(Exit.BROKEN, str(error)) from None
