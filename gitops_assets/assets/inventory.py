"""What should exist, as the fleet's sources name it."""

from collections import Counter

import dagster as dg

from gitops_assets.assets.describe import Metadata, digest, table
from gitops_assets.core.model import Inventory
from resources.auditing import Auditing


@dg.asset(group_name="fleet", kinds={"yaml"}, code_version="1")
def inventory(context: dg.AssetExecutionContext, auditing: Auditing) -> dg.MaterializeResult[None]:
    """The repositories that should exist: a list, files, another machine's report, a forge's organisation.

    A source that cannot be asked makes missing and extra *unknown*; it never empties the list.
    """
    listed = auditing.session(context.run.run_id).inventory()
    return dg.MaterializeResult(metadata=_describe(listed), data_version=digest(listed.entries))


def _describe(listed: Inventory) -> Metadata:
    if not listed.configured:
        return {"inventory": dg.MetadataValue.text("none is configured: every repository found is welcome")}
    sources = Counter(entry.source for entry in listed.entries)
    return {
        "repositories": dg.MetadataValue.int(len(listed.entries)),
        "sources": table(("source", "repositories"), sorted(sources.items())),
        "unknown": dg.MetadataValue.text(listed.unknown or "nothing: every source answered"),
    }
