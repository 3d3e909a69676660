"""Which repositories an audit speaks about: those below its roots."""

import os
from collections.abc import Callable, Sequence

from resources.store.model import Location


def scope_of(roots: Sequence[str]) -> Callable[[Location], bool]:
    """Whether a repository stands below one of these roots, or belongs there and is missing."""
    folders = [os.fsencode(root) for root in roots]
    return lambda place: place.root in folders or any(_is_below(place.path, folder) for folder in folders)


def _is_below(path: bytes | None, folder: bytes) -> bool:
    return path is not None and (path == folder or path.startswith(folder.rstrip(b"/") + b"/"))
