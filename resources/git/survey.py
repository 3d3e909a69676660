"""From folders to states: find the repositories, name them, look at each."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gitops_assets.core.model import RepositoryState
from gitops_assets.core.slug import Candidate, assign
from gitops_assets.core.state.derive import Ages, derive
from gitops_assets.core.text import display
from resources.git.discovery import Skipped, discover
from resources.git.state import Reading, observe_all, remote_urls


@dataclass(frozen=True, slots=True)
class Located:
    """Where a repository of the fleet stands, and its remotes' URLs. Paths are the file system's bytes."""

    slug: str
    path: bytes
    root: bytes
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Presence:
    """What is there: repositories by slug, and the folders that could not be looked into."""

    located: tuple[Located, ...]
    skipped: tuple[Skipped, ...]


def locate(
    roots: Sequence[bytes], *, ignore: Sequence[str] = (), known: Mapping[bytes, str] | None = None
) -> Presence:
    """Discover and name every repository below the roots; raises for roots that cannot be searched.

    ``known`` maps paths to the slugs of earlier audits, so that a name stays when a second clone appears.
    """
    discovery = discover(roots, ignore=ignore)
    urls = {found.path: remote_urls(found.path) for found in discovery.found}
    candidates = [
        Candidate(found.path, _relative(found.path, found.root), next(iter(urls[found.path]), None))
        for found in discovery.found
    ]
    slugs = assign(candidates, known or {})
    located = (
        Located(slugs[found.path], found.path, found.root, urls[found.path]) for found in discovery.found
    )
    return Presence(tuple(sorted(located, key=lambda each: each.slug)), discovery.skipped)


def survey(
    located: Sequence[Located], reading: Reading, ages: Ages, seen: Callable[[], None] = lambda: None
) -> list[RepositoryState]:
    """The state of each located repository, in order; ``seen`` is called after each one."""
    observations = observe_all([each.path for each in located], reading, seen)
    return [
        derive(each.slug, display(os.fsdecode(each.path)), observation, ages)
        for each, observation in zip(located, observations, strict=True)
    ]


def _relative(path: bytes, root: bytes) -> str:
    below = os.path.relpath(path, root)
    return os.fsdecode(os.path.basename(path) if below == b"." else below)
