"""What each repository depends on and offers: one partition a repository, read at the commit it stands at."""

from collections.abc import Iterator

import dagster as dg

from gitops_assets.assets.describe import digest
from gitops_assets.assets.describe_dependencies import of_scans, scan_pages
from gitops_assets.assets.partitions import IN_ONE_RUN, REPOSITORIES, batched, chosen
from resources.auditing import Auditing
from resources.dependencies.rescan import rescan
from resources.partition_metadata import add_partition_metadata
from resources.progress import Progress

DESCRIPTION = """\
What each repository needs and offers: packages, images, actions, submodules, modules, charts, interfaces.

Manifests are read out of the commit that HEAD named when the repository was last looked at, never out of the
work tree; nothing is executed and nothing fetched. A file whose content was read before is not read again.
"""


@dg.asset(
    partitions_def=REPOSITORIES,
    deps=["repository_state"],
    backfill_policy=IN_ONE_RUN,
    group_name="repositories",
    kinds={"git"},
    code_version="1",
    description=DESCRIPTION,
)
def dependencies(
    context: dg.AssetExecutionContext,
    auditing: dg.ResourceParam[Auditing],
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult[None]]:
    """Read what moved since it was read last, keep it, and say so on each one's page."""
    session = auditing.session(context.run)
    with progress.phase("Reading dependencies", len(chosen(context))) as seen:
        batches = batched(session.located(chosen(context)))
        read = [known for batch in batches for known in rescan(session, batch, seen)]
    add_partition_metadata(context, scan_pages(read))
    scanned = session.store.dependencies.scanned(chosen(context))
    yield dg.MaterializeResult(data_version=digest(sorted(scanned.items())))
    context.log_event(dg.AssetObservation(context.asset_key, metadata=of_scans(read)))
