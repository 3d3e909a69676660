"""The repository that a folder belongs to."""

import os


class NoRepository(Exception):  # noqa: N818 - reads as the sentence it is
    """The path is in no repository, or a ref names no commit of it."""


def top_of(path: str) -> bytes:
    """The folder of the repository that the path is in; raises :class:`NoRepository`."""
    place = os.path.abspath(path)
    if not os.path.lexists(place):
        raise NoRepository(f"{path} does not exist; name a folder inside of a git repository")
    if os.path.isfile(os.path.join(place, "HEAD")) and os.path.isdir(os.path.join(place, "objects")):
        raise NoRepository(
            f"{path} is a bare repository, without files to check; name a folder of a clone of it"
        )
    while not os.path.lexists(os.path.join(place, ".git")):
        place, before = os.path.dirname(place), place
        if place == before:
            raise NoRepository(f"{path} is in no git repository; name a folder inside of one")
    return os.fsencode(place)
