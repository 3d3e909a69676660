"""Dagster homes whose `dagster.yaml` names an event log."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from dagster import DagsterInstance
from dagster._core.storage.event_log import EventLogStorage, SqlEventLogStorage
from dagster._serdes import ConfigurableClassData

STOCK = {
    "sqlite": ("dagster._core.storage.event_log", "SqliteEventLogStorage"),
    "postgres": ("dagster_postgres", "PostgresEventLogStorage"),
}
OURS = {
    "sqlite": ("resources.event_log.sqlite", "BatchingSqliteEventLogStorage"),
    "postgres": ("resources.event_log.postgres", "BatchingPostgresEventLogStorage"),
}


def open_home(home: Path, cls: tuple[str, str], config: Mapping[str, Any]) -> DagsterInstance:
    home.mkdir(parents=True, exist_ok=True)
    storage = {"module": cls[0], "class": cls[1], "config": dict(config)}
    settings = {"event_log_storage": storage, "telemetry": {"enabled": False}}
    (home / "dagster.yaml").write_text(yaml.safe_dump(settings))
    return DagsterInstance.from_config(str(home))


def build_storage(cls: tuple[str, str], config: Mapping[str, Any]) -> SqlEventLogStorage:
    """Build the event log as Dagster does from `dagster.yaml`, without the rest of a home."""
    chosen = ConfigurableClassData(*cls, yaml.safe_dump(dict(config)))
    storage = chosen.rehydrate(EventLogStorage)  # type: ignore[type-abstract]  # it only checks against it
    assert isinstance(storage, SqlEventLogStorage)
    return storage
