"""One partition a repository: the definition, and which of them a run is about."""

import warnings
from collections.abc import Iterator, Sequence

import dagster as dg

from resources.registration import NAME
from resources.store.model import Location

# Dagster calls backfill policies beta; this is the one place where the project opts in.
warnings.filterwarnings("ignore", category=dg.BetaWarning, message="Parameter `backfill_policy`")

REPOSITORIES = dg.DynamicPartitionsDefinition(name=NAME)
IN_ONE_RUN = dg.BackfillPolicy.single_run()
"""A thousand repositories take seconds, and `dagster asset materialize --partition-range` demands it."""


BATCH = 250
"""How many repositories are looked at, judged and stored together."""


def chosen(context: dg.AssetExecutionContext) -> Sequence[str]:
    """The repositories that this run is about; raises ``dg.Failure`` when it names none."""
    if not (context.has_partition_key or context.has_partition_key_range):
        raise dg.Failure(
            "this run names no repository, and each repository is a partition; press Materialize and choose "
            "partitions (one, some or all), or run `gitops-assets audit`, which looks at all of them.",
            allow_retries=False,
        )
    slugs: Sequence[str] = context.partition_keys
    return slugs


def batched(locations: Sequence[Location]) -> Iterator[Sequence[Location]]:
    """The locations, :data:`BATCH` at a time."""
    return (locations[start : start + BATCH] for start in range(0, len(locations), BATCH))
