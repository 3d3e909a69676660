"""The fleet as the graph needs it: out of folders as they stand, or out of the store as of any audit."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.model import RepositoryDependencies
from gitops_assets.core.dependencies.selection import selected
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.model import Inventory, RepositoryState, State
from gitops_assets.core.state.derive import Ages
from resources.dependencies.analysis import analysis_of
from resources.dependencies.scan import InMemory, Scanning, Target, scan
from resources.git.state import Reading
from resources.git.survey import Located, locate, survey
from resources.store.model import Location
from resources.store.scope import scope_of
from resources.store.store import Store

REFUSED = "the repository could not be read"


def members_of_roots(
    roots: Sequence[bytes], fleet: Fleet, seen: Callable[[], None] = lambda: None
) -> tuple[Member, ...]:
    """Everything below these folders, read at HEAD now; nothing is stored. Raises as discovery does."""
    now = int(time.time())
    reading = Reading(timeout=fleet.limits.status_timeout_seconds)
    located = locate(roots, ignore=fleet.ignore).located
    states = survey(located, reading, Ages(now=now))
    how = Scanning(
        analysis=analysis_of(fleet), memo=InMemory(), at=now, threads=fleet.limits.workers or 4, seen=seen
    )
    scans = scan([target(state, each.path) for state, each in zip(states, located, strict=True)], how)
    profiles = (fleet.policy.profile(state.slug) for state in states)
    owned = (
        replace(state, owner=profile.owner, criticality=profile.criticality)
        for state, profile in zip(states, profiles, strict=True)
    )
    members = (
        _member(state, _refused(state, each.known), _urls(state, place))
        for state, each, place in zip(owned, scans, located, strict=True)
    )
    return selected(members, fleet.dependency_policy)


def members_of_store(store: Store, audit: int, *, locks: bool = False) -> tuple[Member, ...]:
    """The fleet of an audit as it was known at its end, those that are gone or missing among them.

    With ``locks`` all versions of their lock files are read too.
    """
    belongs = scope_of(store.audit(audit).roots)
    places = {slug: place for slug, place in store.locations(audit).items() if belongs(place)}
    states = store.states(list(places), audit)
    known = store.dependencies.known(audit, list(places))
    if locks:
        locked = store.dependencies.with_locks(audit, list(places))
        known = {slug: replace(each, locked=locked.get(slug, ())) for slug, each in known.items()}
    listed = _listed(store.inventory_at(audit))
    here = (
        _member(state, known.get(slug, _nothing(slug)), _urls(state) or listed.get(slug, ()))
        for slug, state in states.items()
    )
    return tuple(sorted([*here, *_gone(store, audit, belongs)], key=lambda member: member.slug))


def target(state: RepositoryState, path: bytes) -> Target:
    """What to read of a repository whose state is known: the commit that HEAD names."""
    return Target(state.slug, path, state.head if state.readable else None)


def _member(state: RepositoryState, known: RepositoryDependencies, urls: tuple[str, ...]) -> Member:
    return Member(
        slug=state.slug,
        known=known,
        urls=urls,
        owner=state.owner,
        criticality=state.criticality,
        present=not state.has(State.MISSING),
    )


def _gone(store: Store, audit: int, belongs: Callable[[Location], bool]) -> list[Member]:
    """Repositories that were retired: what depends on them is told that its target is missing."""
    gone = {slug: state for slug, (place, state) in store.retired(audit).items() if belongs(place)}
    offered = store.dependencies.last_offered(audit, list(gone))
    return [
        Member(
            slug=slug,
            known=RepositoryDependencies(slug=slug, publications=tuple(offered.get(slug, ()))),
            urls=_urls(state) if state else (),
            present=False,
        )
        for slug, state in gone.items()
    ]


def _nothing(slug: str) -> RepositoryDependencies:
    return RepositoryDependencies(slug=slug, unknown="it was never read")


def _refused(state: RepositoryState, known: RepositoryDependencies) -> RepositoryDependencies:
    if state.readable:
        return known
    return RepositoryDependencies(slug=state.slug, unknown=state.why or REFUSED)


def _urls(state: RepositoryState, place: Located | None = None) -> tuple[str, ...]:
    return tuple(remote.url for remote in state.remotes) or (place.urls if place else ())


def _listed(inventory: Inventory) -> dict[str, tuple[str, ...]]:
    return {entry.slug: (entry.url,) for entry in inventory.entries if entry.url}
