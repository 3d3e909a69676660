"""Where a relative path in a file leads: inside of the tree, or out of it to a neighbour."""

import posixpath
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """``local`` is a path of the same tree ("" its root); ``url`` a neighbour, relative as git's URLs are.

    Repositories that are cloned beside each other mostly live beside each other on their forge too:
    ``../api/Dockerfile`` at the root of ``acme/deploy`` means ``../api``. Both are None for other paths.
    """

    local: str | None = None
    url: str | None = None

    @property
    def name(self) -> str:
        """What to call it: the path, "." for the root."""
        return self.url or self.local or "."


def folder_of(path: str) -> str:
    """The folder that a file stands in, "" the root."""
    return path.rpartition("/")[0]


def file_of(path: str) -> str:
    """The last part of a path."""
    return path.rpartition("/")[2]


def target(folder: str, written: str) -> Target:
    """Where a path leads that is written in a file of that folder."""
    written = written.strip().replace("\\", "/")
    if not written or written.startswith(("/", "~")) or ":" in written or "\0" in written:
        return Target()
    path = posixpath.normpath(posixpath.join(folder, written))
    if not path.startswith(".."):
        return Target(local="" if path == "." else path)
    steps = path.split("/")
    ups = steps.count("..")
    return Target(url="/".join(steps[: ups + 1])) if len(steps) > ups else Target()
