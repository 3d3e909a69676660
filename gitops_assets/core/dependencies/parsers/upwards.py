"""The folders above a folder."""

from collections.abc import Iterator

from gitops_assets.core.dependencies.parsers.tree_path import folder_of


def upwards(folder: str) -> Iterator[str]:
    """A folder and all above it, up to the tree's root ("")."""
    while folder:
        yield folder
        folder = folder_of(folder)
    yield ""
