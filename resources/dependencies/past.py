"""The fleet's dependencies before it was audited, read out of git's history without touching a work tree."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.model import RepositoryDependencies
from gitops_assets.core.dependencies.past import commits_at
from gitops_assets.core.fleet.config import Fleet
from resources.dependencies.analysis import analysis_of
from resources.dependencies.fleet import members_of_store
from resources.dependencies.scan import Scanning, Target, scan
from resources.git.history import HistoryUnreadable, first_parents
from resources.git.threads import in_threads
from resources.store.dependencies import Scan
from resources.store.past import PastScan
from resources.store.scope import scope_of
from resources.store.store import Store

BATCH = 200
"""Commits that are read and stored together."""


@dataclass(frozen=True, slots=True)
class Backfilled:
    """What a backfill did: commits read, by how many repositories, and who could not be asked."""

    repositories: int
    commits: int
    refused: Mapping[str, str]


def backfill(
    store: Store, audit: int, fleet: Fleet, wanted: Sequence[int], seen: Callable[[], None]
) -> Backfilled:
    """Read every repository of the audit as it was at these moments (epoch seconds, rising), and keep it.

    A commit at which a repository stood at several moments is read once. What earlier backfills kept since
    the first moment is forgotten: the history may be another by now.
    """
    lines = _lines(store, audit, fleet, wanted)
    refused = {slug: line for slug, line in lines.items() if isinstance(line, str)}
    targets = [each for line in lines.values() if not isinstance(line, str) for each in line]
    how = Scanning(
        analysis=analysis_of(fleet), memo=store.dependencies, at=0, threads=fleet.limits.workers or 4
    )
    store.dependencies.forget_past([slug for slug in lines if slug not in refused], wanted[0])
    for start in range(0, len(targets), BATCH):
        batch = targets[start : start + BATCH]
        scans = scan([each.target for each in batch], how)
        store.dependencies.keep_past(
            [_past(each, found) for each, found in zip(batch, scans, strict=True) if not found.known.unknown]
        )
        seen()
    return Backfilled(len(lines) - len(refused), len(targets), refused)


def members_as_of(store: Store, moment: int) -> tuple[Member, ...]:
    """The fleet as it was then: by the last audit until then, or by a backfill where that is nearer.

    A repository whose history begins later was not there yet. Empty when neither audit nor backfill reach
    back so far. The store must hold a complete audit.
    """
    newest = store.latest_audit()
    then = store.audit_at(moment, newest.roots if newest else None)
    base = then or newest
    if base is None:
        return ()
    past = store.dependencies.past_at(moment)
    began = store.dependencies.past_slugs()
    audited = then.finished or then.started if then else None
    members = members_of_store(store, base.id)
    told = (_as_of(member, past.get(member.slug), audited, begun=member.slug in began) for member in members)
    return tuple(member for member in told if member is not None)


@dataclass(frozen=True, slots=True)
class _Then:
    moment: int
    target: Target


def _lines(
    store: Store, audit: int, fleet: Fleet, wanted: Sequence[int]
) -> dict[str, tuple[_Then, ...] | str]:
    """By repository the commits to read, or why its history cannot be told."""
    belongs = scope_of(store.audit(audit).roots)
    states = store.states()
    places = {
        slug: place.path
        for slug, place in store.locations(audit).items()
        if place.path is not None and belongs(place)
    }

    def line(slug: str) -> tuple[_Then, ...] | str:
        state, path = states.get(slug), places[slug]
        if state is None or not state.readable:
            return (state and state.why) or "it cannot be read"
        if state.head is None:
            return ()
        try:
            history = first_parents(path, state.head, fleet.limits.status_timeout_seconds)
        except (HistoryUnreadable, OSError) as error:
            return str(error)
        return _moves(slug, path, commits_at(history, wanted))

    slugs = sorted(places)
    return dict(zip(slugs, in_threads(line, slugs, fleet.limits.workers or 4), strict=True))


def _moves(slug: str, path: bytes, stood: Sequence[tuple[int, str]]) -> tuple[_Then, ...]:
    """Only the moments at which the repository stood elsewhere than at the one before."""
    before = [None, *(commit for _, commit in stood)]
    return tuple(
        _Then(moment, Target(slug, path, commit))
        for (moment, commit), last in zip(stood, before, strict=False)
        if commit != last
    )


def _past(then: _Then, found: Scan) -> PastScan:
    return PastScan(then.moment, found)


def _as_of(
    member: Member, past: RepositoryDependencies | None, audited: int | None, *, begun: bool
) -> Member | None:
    if past is not None and (audited is None or past.seen > audited):
        return replace(member, known=past, present=True)
    if audited is not None:
        return member
    if begun:
        return None
    unknown = "no audit and no backfill tells how it was then"
    return replace(member, known=RepositoryDependencies(slug=member.slug, unknown=unknown))
