"""From folders to states: find the repositories, name them, look at each."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gitops_assets.core.model import RepositoryState, Unseen
from gitops_assets.core.slug import Candidate, assign
from gitops_assets.core.state.derive import Ages, derive
from gitops_assets.core.text import display
from resources.git.discovery import Found, Skipped, discover
from resources.git.standing import lost, renamed
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
    """What is there: repositories by slug, and the folders that could not be looked into.

    ``lost`` are the paths of known repositories whose folder stands and is recognised as one no more.
    """

    located: tuple[Located, ...]
    skipped: tuple[Skipped, ...]
    lost: frozenset[bytes] = frozenset()

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """The folders that could not be looked into, in words."""
        return unseen(self.skipped)

    def hides(self, path: bytes) -> bool:
        """Whether a repository that is not located may still be there: it is unknown, not gone."""
        return path in self.lost or any(
            path == each.path or path.startswith(each.path + b"/") for each in self.skipped
        )


def unseen(skipped: Iterable[Skipped]) -> tuple[Unseen, ...]:
    """Folders that could not be looked into, for people."""
    return tuple(Unseen(display(os.fsdecode(each.path)), display(each.why)) for each in skipped)


@dataclass(frozen=True, slots=True)
class Look:
    """States of what stands below some folders, and the folders that could not be looked into."""

    states: tuple[RepositoryState, ...]
    skipped: tuple[Skipped, ...]


def locate(
    roots: Sequence[bytes], *, ignore: Sequence[str] = (), known: Mapping[bytes, str] | None = None
) -> Presence:
    """Discover and name every repository below the roots; raises for roots that cannot be searched.

    ``known`` maps paths to the slugs of earlier audits, so that a name stays when a second clone appears, and
    one that stands in another fleet of the home is not given twice.
    """
    discovery = discover(roots, ignore=ignore)
    names = renamed(known or {}, discovery)
    seen = Presence((), discovery.skipped, lost(names, discovery, roots, ignore))
    present = {found.path for found in discovery.found}
    absent = (path for path in names if path not in present)
    taken = (names[path] for path in absent if seen.hides(path) or _stands(path))
    urls = [remote_urls(found.path) for found in discovery.found]
    located = _named(discovery.found, urls, names, taken)
    return replace(seen, located=tuple(sorted(located, key=lambda each: each.slug)))


def look(roots: Sequence[bytes], reading: Reading, ages: Ages, *, ignore: Sequence[str] = ()) -> Look:
    """The states of everything below the roots, in one go: what was seen names the repositories too."""
    discovery = discover(roots, ignore=ignore)
    observations = observe_all([found.path for found in discovery.found], reading)
    urls = [
        tuple(remote.url for remote in seen.remotes) or remote_urls(found.path)
        for found, seen in zip(discovery.found, observations, strict=True)
    ]
    located = _named(discovery.found, urls)
    states = (
        derive(each.slug, display(os.fsdecode(each.path)), seen, ages)
        for each, seen in zip(located, observations, strict=True)
    )
    return Look(tuple(states), discovery.skipped)


def survey(
    located: Sequence[Located], reading: Reading, ages: Ages, seen: Callable[[], None] = lambda: None
) -> list[RepositoryState]:
    """The state of each located repository, in order; ``seen`` is called after each one."""
    observations = observe_all([each.path for each in located], reading, seen)
    return [
        derive(each.slug, display(os.fsdecode(each.path)), observation, ages)
        for each, observation in zip(located, observations, strict=True)
    ]


def _named(
    found: Sequence[Found],
    urls: Sequence[tuple[str, ...] | None],
    known: Mapping[bytes, str] | None = None,
    taken: Iterable[str] = (),
) -> list[Located]:
    candidates = [
        Candidate(
            each.path,
            _relative(each.path, each.root),
            next(iter(urls_of_it or ()), None),
            unread=urls_of_it is None,
        )
        for each, urls_of_it in zip(found, urls, strict=True)
    ]
    slugs = assign(candidates, known or {}, taken)
    return [
        Located(slugs[each.path], each.path, each.root, urls_of_it or ())
        for each, urls_of_it in zip(found, urls, strict=True)
    ]


def _stands(path: bytes) -> bool:
    """Whether something is still there that git would take for a repository: it keeps its name."""
    return any(os.path.lexists(os.path.join(path, name)) for name in (b".git", b"HEAD"))


def _relative(path: bytes, root: bytes) -> str:
    below = os.path.relpath(path, root)
    return os.fsdecode(os.path.basename(path) if below == b"." else below)
