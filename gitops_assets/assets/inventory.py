"""What should exist, as the fleet's sources name it."""

import dagster as dg

from gitops_assets.assets.describe import digest, of_inventory
from resources.auditing import Auditing


@dg.asset(group_name="repositories", kinds={"yaml"}, code_version="1")
def inventory(
    context: dg.AssetExecutionContext, auditing: dg.ResourceParam[Auditing]
) -> dg.MaterializeResult[None]:
    """The repositories that should exist: a list, files, another machine's report, a forge's organisation.

    A source that cannot be asked makes missing and extra *unknown*; it never empties the list.
    """
    listed = auditing.session(context.run).inventory()
    return dg.MaterializeResult(metadata=of_inventory(listed), data_version=digest(listed.entries))
