"""The drift of a whole fleet, told again only where a commit, a template or the fleet's file moved."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path

from gitops_assets.core.model import RepositoryState
from gitops_assets.core.templates.model import Drift
from gitops_assets.core.tree import TreeUnreadable
from resources.auditing import Session
from resources.git.command import GitUnusable
from resources.git.threads import in_threads
from resources.store.documents import digest
from resources.store.model import Location
from resources.templates.catalogue import Catalogue
from resources.templates.drift import drifts_of
from resources.templates.recalled import standing_of
from resources.templates.rendering import Renderer

DRIFTING = "Comparing with templates"
"""What the phase is called."""


def followed(session: Session) -> bool:
    """Whether anybody follows a template; where not, nothing of this costs anything."""
    store = session.store
    return bool(session.fleet.templates or store.drifts.any() or store.templates.history(limit=1))


class Drifting:
    """What the drifts of a fleet follow from besides its commits, and what telling them shares."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @cached_property
    def catalogue(self) -> Catalogue:
        """The fleet's templates, read once."""
        return catalogue_of(session=self.session)

    @cached_property
    def standing(self) -> str:
        """A digest of all that decides besides the commit: when it moves, every drift is told again."""
        return standing_of(self.catalogue)

    def of(self, state: RepositoryState | None) -> str | None:
        """From what the drifts of a repository follow; None where nobody can look."""
        if state is None or not state.readable or state.head is None:
            return None
        return digest([self.standing, state.head])[:32]


def catalogue_of(*, session: Session) -> Catalogue:
    """The templates of an audit's fleet; the network is not asked."""
    file = session.row.fleet_file
    return Catalogue(session.fleet, session.home, folder=Path(file).parent if file else None)


def redrift(
    drifting: Drifting, locations: Sequence[Location], seen: Callable[[], None]
) -> tuple[list[Drift], int]:
    """Bring these repositories' drifts up to date; gives those that were told again, and how many stayed."""
    session, store = drifting.session, drifting.session.store
    slugs = [each.slug for each in locations]
    states, before = store.states(slugs), store.drifts.standings(slugs)
    standing = {slug: drifting.of(states.get(slug)) for slug in slugs}
    moved = [each for each in locations if standing[each.slug] not in {None, before.get(each.slug)}]
    workers = session.fleet.limits.workers or 3
    with closing(Renderer(session.home, workers=min(workers, 2))) as renderer:

        def one(location: Location) -> Sequence[Drift] | None:
            begun = time.perf_counter()
            found = _told(drifting, renderer, location, states[location.slug])
            session.spent.add(DRIFTING, time.perf_counter() - begun, slug=location.slug)
            seen()
            return found

        told = in_threads(one, moved, workers)
    found = {
        each.slug: (standing[each.slug] or "", drifts)
        for each, drifts in zip(moved, told, strict=True)
        if drifts is not None
    }
    if found:
        store.drifts.record(session.id, session.at, found)
    still = sorted(before.keys() - found.keys())
    store.drifts.confirm(session.id, still)
    for _ in range(len(locations) - len(moved)):
        seen()
    return [drift for _, drifts in found.values() for drift in drifts], len(still)


def _told(
    drifting: Drifting, renderer: Renderer, location: Location, state: RepositoryState
) -> Sequence[Drift] | None:
    """The drifts of one repository; None where it cannot be read now, and what was known stays."""
    if location.path is None or state.head is None:
        return None
    try:
        return drifts_of(drifting.catalogue, renderer, location.path, location.slug, state.head)
    except (TreeUnreadable, GitUnusable, OSError):
        return None
