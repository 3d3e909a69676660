"""What can go wrong in a command that only reads: told in three beats, and without loading the store.

A check before every commit should not wait for SQLAlchemy; commands with a store have ``failures``.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.core.fleet.faults import FleetFaults
from gitops_assets.core.tree import TreeUnreadable
from resources.advisories.sources import AdvisoriesUnreadable
from resources.fleet_file import FleetFileUnreadable
from resources.git.command import GitUnusable
from resources.git.discovery import BadRoot
from resources.git.top import NoRepository
from resources.home import HomeError, HomeMisnamed

_USAGE = (AdvisoriesUnreadable, BadRoot, FleetFaults, FleetFileUnreadable, HomeMisnamed, NoRepository)
_BROKEN = (GitUnusable, HomeError, TreeUnreadable)


@contextmanager
def told() -> Iterator[None]:
    """Turn what is expected to fail into a message and an exit code; let bugs be tracebacks."""
    try:
        yield
    except _USAGE as error:
        raise Stop(Exit.USAGE, f"{str(error).removesuffix('.')}.") from None
    except _BROKEN as error:
        raise Stop(Exit.BROKEN, f"{str(error).removesuffix('.')}.") from None
