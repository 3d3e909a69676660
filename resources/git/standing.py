"""Known repositories that are found no more, though their folder stands: they are broken, not gone."""

import os
from collections.abc import Iterable, Mapping, Sequence

from resources.git.discovery import Discovery, is_left_out
from resources.git.kinds import classify, submodule_paths


def lost(
    known: Iterable[bytes], discovery: Discovery, roots: Sequence[bytes], ignore: Sequence[str]
) -> frozenset[bytes]:
    """The known paths below the roots that were not found and are still folders.

    Not among them: what a glob or a tool's folder keeps the search out of, what became a submodule, and a
    folder without any trace of git in which repositories are found now.
    """
    found = {each.path for each in discovery.found}
    folders = [path for path in known if path not in found and _is_folder(path, roots)]
    inside = {path: _owners(path, found) for path in folders}
    return frozenset(
        path
        for path in folders
        if not is_left_out(path, roots, ignore)
        and not _is_submodule(path, inside[path])
        and (_has_trace(path) or not any(each.startswith(path + b"/") for each in found))
    )


def renamed(known: Mapping[bytes, str], discovery: Discovery) -> dict[bytes, str]:
    """The same with the paths under which the repositories are found now: another root may be a link."""
    found = {each.path for each in discovery.found}
    elsewhere = [path for path in known if path not in found and os.path.isdir(path)]
    places = {os.path.realpath(path): path for path in found} if elsewhere else {}
    names = {path: places.get(os.path.realpath(path), path) for path in elsewhere}
    moved = {names.get(path, path): slug for path, slug in known.items()}
    return moved | {path: slug for path, slug in known.items() if path in found}


def _is_folder(path: bytes, roots: Sequence[bytes]) -> bool:
    """A link in the place of a folder is none, unless it is a root."""
    return os.path.isdir(path) and (path in roots or not os.path.islink(path))


def _owners(path: bytes, found: set[bytes]) -> list[bytes]:
    """The repositories found around a path."""
    owners = []
    parent = os.path.dirname(path)
    while parent not in (b"", b"/"):
        if parent in found:
            owners.append(parent)
        parent = os.path.dirname(parent)
    return owners


def _is_submodule(path: bytes, owners: Iterable[bytes]) -> bool:
    if any(os.path.relpath(path, owner) in submodule_paths(owner) for owner in owners):
        return True
    try:
        return classify(path, os.lstat(os.path.join(path, b".git"))) is None
    except OSError:
        return False


def _has_trace(path: bytes) -> bool:
    return any(os.path.lexists(os.path.join(path, name)) for name in (b".git", b"HEAD", b"objects"))
