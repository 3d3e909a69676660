"""Symbolic links that leave their repository: what they show is kept somewhere else.

A link to ``../other/file`` works where both repositories are cloned side by side, and is taken for a
dependency on the one called ``other`` beside this one. An absolute target is somebody's own machine.

Source: [git-config, core.symlinks](https://git-scm.com/docs/git-config#Documentation/git-config.txt-coresymlinks).
"""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from gitops_assets.core.dependencies.model import Confidence, Dependency, Extractor, Kind, Row

LONGEST = 4096
"""Characters of a target that any system follows (PATH_MAX of Linux)."""


def wants(path: str) -> bool:
    """Every link; files that are none are never shown to it."""
    return bool(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency for a target outside of the tree; ``text`` is the target as the link has it."""
    target = text.strip()
    if not target or len(target) > LONGEST or not target.isprintable():
        return
    place = normpath(join(dirname(path), target))
    if not place.startswith(("/", "../")):
        return
    sibling = None if place.startswith("/") else place.split("/")[1]
    yield Dependency(
        kind=Kind.CONFIG,
        ecosystem="link",
        name=place.removeprefix("../"),
        path=path,
        line=1,
        confidence=Confidence.INFERRED,
        url=f"../{sibling}" if sibling and sibling != ".." else None,
    )


EXTRACTOR = Extractor(
    id="symlinks-out",
    title="Symbolic links out of the tree",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("",),
    of_links=True,
)
