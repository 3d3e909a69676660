"""Written where it is missing, never touched again: a start that its repository makes its own."""

from gitops_assets.core.templates.merging.model import Merge, Merged, Sides
from gitops_assets.core.templates.model import MergeKind


def merge_once(sides: Sides) -> Merged:
    """The file as the tree has it; the render only where no file is and none was written before."""
    return sides.theirs if sides.ours is None and sides.base is None else sides.ours


MERGE = Merge(id=MergeKind.ONCE, title="Written where it is missing", merge=merge_once, shares=True)
