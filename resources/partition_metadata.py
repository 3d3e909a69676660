"""Metadata for each partition of a run over a range of partitions, without a query for each of them."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from dagster import AssetExecutionContext, DagsterInstance

from resources.event_log.batch import BatchingEventLogStorage


def add_partition_metadata(
    context: AssetExecutionContext, by_partition: Mapping[str, Mapping[str, Any]]
) -> None:
    """Add metadata to the materialisations of the running asset: partition key -> label -> value.

    The values are what ``context.add_asset_metadata`` takes. Raises ``DagsterInvariantViolationError`` for a
    partition that the run does not target. That method asks the database three times at each call which
    partitions exist; a storage of ours answers it from one query.
    """
    with partitions_remembered(context.instance):
        for partition, metadata in by_partition.items():
            context.add_asset_metadata(metadata, partition_key=partition)


def partitions_remembered(instance: DagsterInstance) -> AbstractContextManager[None]:
    """Read dynamic partitions once while it lasts, if the instance's event log can."""
    storage = instance.event_log_storage
    return storage.partitions_remembered() if isinstance(storage, BatchingEventLogStorage) else nullcontext()
