"""The template's file whatever stands in the tree: an edit is drift and is undone."""

from gitops_assets.core.templates.merging.lines_of import shown
from gitops_assets.core.templates.merging.model import Clash, Merge, Merged, Sides
from gitops_assets.core.templates.model import MergeKind


def merge_whole(sides: Sides) -> Merged:
    """The render; a file that the template dropped and somebody edited is left to them."""
    if sides.theirs is None and sides.ours not in {None, sides.base}:
        return Clash("the template dropped it and it was edited here", shown(sides.ours))
    return sides.theirs


MERGE = Merge(id=MergeKind.WHOLE, title="The template's file", merge=merge_whole)
