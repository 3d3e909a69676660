"""Every failure that a command knows, told in three beats and with the right exit code."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from dbt_like_reports.errors import ModelError
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.core.fleet.faults import FleetFaults
from resources.advisories.sources import AdvisoriesUnreadable
from resources.fleet_file import FleetFileUnreadable
from resources.git.command import GitUnusable
from resources.git.discovery import BadRoot
from resources.home import HomeError, HomeMisnamed
from resources.report_files import ReportUnwritten
from resources.store.errors import StoreError

_USAGE = (AdvisoriesUnreadable, BadRoot, FleetFaults, FleetFileUnreadable, HomeMisnamed)
_BROKEN = (GitUnusable, HomeError, ModelError, ReportUnwritten, StoreError)
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG)


@contextmanager
def told() -> Iterator[None]:
    """Turn what is expected to fail into a message and an exit code; let bugs be tracebacks."""
    try:
        yield
    except _USAGE as error:
        raise Stop(Exit.USAGE, str(error)) from None
    except _BROKEN as error:
        raise Stop(Exit.BROKEN, str(error)) from None
    except OSError as error:
        if error.errno not in _DISK:
            raise
        raise Stop(
            Exit.BROKEN,
            f"a file could not be written: {error.filename or 'its name is not known'}: {error.strerror}; "
            "free some space or mend the disk, and run again. What was stored before is kept.",
        ) from None
