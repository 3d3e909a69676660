"""Where everything lives: the store, Dagster's own storage, caches, the lock. One folder, ``GITOPS_HOME``."""

import json
import os
import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

HOME_VARIABLE = "GITOPS_HOME"
STORE_VARIABLE = "GITOPS_STORE_URL"

# Whatever the spelling, Dagster must get the one driver that its event log works with.
_POSTGRES_SCHEME = re.compile(r"^postgres(ql)?(\+psycopg2?)?://")
_MARK = "# Written by gitops-assets. Remove this line to keep changes of your own.\n"
_SQLITE = """\
run_storage:
  module: dagster._core.storage.runs
  class: SqliteRunStorage
  config:
    base_dir: {history}
event_log_storage:
  module: resources.event_log.sqlite
  class: BatchingSqliteEventLogStorage
  config:
    base_dir: {events}
schedule_storage:
  module: dagster._core.storage.schedules
  class: SqliteScheduleStorage
  config:
    base_dir: {schedules}
"""
_POSTGRES = """\
run_storage:
  module: dagster_postgres.run_storage
  class: PostgresRunStorage
  config:
    postgres_url: {env: GITOPS_STORE_URL}
event_log_storage:
  module: resources.event_log.postgres
  class: BatchingPostgresEventLogStorage
  config:
    postgres_url: {env: GITOPS_STORE_URL}
schedule_storage:
  module: dagster_postgres.schedule_storage
  class: PostgresScheduleStorage
  config:
    postgres_url: {env: GITOPS_STORE_URL}
"""
_COMMON = """\
telemetry:
  enabled: false
run_coordinator:
  module: dagster._core.run_coordinator
  class: QueuedRunCoordinator
  config:
    max_concurrent_runs: 2
    dequeue_interval_seconds: 1
    max_user_code_failure_retries: 5
    user_code_failure_retry_delay: 5
run_monitoring:
  enabled: true
run_retries:
  enabled: true
  max_retries: 0
  retry_on_asset_or_op_failure: false
"""


class HomeError(Exception):
    """The home cannot be used; the message says where it is and what to do."""


class HomeMisnamed(HomeError):  # noqa: N818 - reads as the sentence it is
    """The environment names a home that cannot be one on any machine."""


@dataclass(frozen=True, slots=True)
class Home:
    """One home folder and what lies in it."""

    path: Path
    store_url: str

    @property
    def dagster(self) -> Path:
        """Dagster's home: ``DAGSTER_HOME`` of everything that runs on this home."""
        return self.path / "dagster"

    @property
    def lock(self) -> Path:
        """Held by the audit that is running."""
        return self.path / "audit.lock"

    @property
    def cache(self) -> Path:
        """May be deleted at any time."""
        return self.path / "cache"

    @property
    def reports(self) -> Path:
        """Where reports go when no other folder was asked for."""
        return self.path / "reports"

    @property
    def is_postgres(self) -> bool:
        """Whether results and Dagster's history live in PostgreSQL."""
        return self.store_url.startswith("postgres")


def find_home(environ: Mapping[str, str] = os.environ) -> Home:
    """The home that the environment names, else the platform's folder for user data. Creates nothing.

    Raises :class:`HomeMisnamed` for a name that no home can have.
    """
    named = environ.get(HOME_VARIABLE)
    path = (_expanded(named) if named else user_data_path("gitops-assets")).absolute()
    if "?" in str(path) or not str(path).isprintable():
        sound = "".join(letter if letter != "?" and letter.isprintable() else "-" for letter in str(path))
        raise HomeMisnamed(
            f"the home {str(path)!r} has characters in its name that no database's address can hold; choose "
            f"a folder without question marks, line breaks and bytes that are not UTF-8: export "
            f"{HOME_VARIABLE}={shlex.quote(sound)}, say."
        )
    url = environ.get(STORE_VARIABLE) or f"sqlite:///{path / 'store.db'}"
    return Home(path, _POSTGRES_SCHEME.sub("postgresql+psycopg2://", url))


def prepare(home: Home) -> None:
    """Make the folders and Dagster's configuration; raises :class:`HomeError` when that is impossible."""
    try:
        for folder in (home.dagster, home.cache, home.dagster / ".nux"):
            folder.mkdir(parents=True, exist_ok=True)
        _write_unless_kept(home.dagster / "dagster.yaml", instance_yaml(home))
        _write_unless_kept(home.dagster / ".nux" / "nux.yaml", "seen: 1\n")
        probe = home.path / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise HomeError(
            f"the home {home.path} cannot be written ({error.strerror}); free some space, mend its "
            f"permissions, or set {HOME_VARIABLE} to a folder that can be written."
        ) from None


def instance_yaml(home: Home) -> str:
    """Dagster's instance configuration: our event log on the home's database, no telemetry."""
    if home.is_postgres:
        return _POSTGRES + _COMMON
    folders = {"history": "history", "events": "history/runs", "schedules": "schedules"}
    return (
        _SQLITE.format_map({name: _quoted(home.dagster / below) for name, below in folders.items()}) + _COMMON
    )


def free_bytes(home: Home) -> int:
    """Free space where the home is, or will be."""
    existing = next(folder for folder in (home.path, *home.path.parents) if folder.exists())
    return shutil.disk_usage(existing).free


def _quoted(path: Path) -> str:
    """As YAML reads it back, whatever is in it: JSON's strings are YAML's."""
    return json.dumps(str(path), ensure_ascii=False)


def _expanded(named: str) -> Path:
    try:
        return Path(named).expanduser()
    except RuntimeError:
        raise HomeMisnamed(
            f"the home {named!r} cannot be found: there is no such user; name a folder that exists, or can "
            f"be made, in {HOME_VARIABLE}."
        ) from None


def _write_unless_kept(path: Path, text: str) -> None:
    current = path.read_text() if path.exists() else _MARK
    if current.startswith(_MARK) and current != _MARK + text:
        temporary = path.with_suffix(f".{os.getpid()}.new")
        temporary.write_text(_MARK + text)
        temporary.replace(path)
