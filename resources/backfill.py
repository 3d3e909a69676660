"""Audits of the past: repositories judged at the commits at which they stood, as an audit would have then.

What only a work tree or a remote can tell (changes not committed, commits ahead) nobody can know any more:
gates over the state are not asked. Rules, policy, advisories and what is known of the forge are those of now.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from gitops_assets.core.dependencies.past import commits_at
from gitops_assets.core.gates.scanning import Memo
from gitops_assets.core.model import RepositoryState, State
from resources.advisories.snapshot import advisories_day
from resources.auditing import Session, request
from resources.dependencies.rescan import rescan
from resources.gates.rejudge import Judging, rejudge
from resources.gates.scoring import keep_asked, rescore
from resources.git.history import HistoryUnreadable, first_parents
from resources.git.threads import in_threads
from resources.home import Home
from resources.store import backfilling
from resources.store.model import AuditRow, Location
from resources.store.scope import scope_of
from resources.store.store import Store

Seen = Callable[[], None]

_OF_THE_CLONE = (State.SHALLOW, State.PARTIAL, State.BARE)
"""States that say how a repository is kept, and not what was going on in it."""


@dataclass(frozen=True, slots=True)
class Backfilled:
    """What a backfill did: audits made, repositories in them, and whose history could not be told."""

    audits: int
    repositories: int
    refused: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fleet:
    """The fleet of an audit: where its repositories lie, and how they are now."""

    row: AuditRow
    places: Mapping[str, Location]
    states: Mapping[str, RepositoryState]

    @classmethod
    def of(cls, store: Store, row: AuditRow) -> "Fleet":
        """The fleet as that audit left it."""
        belongs = scope_of(row.roots)
        places = {slug: each for slug, each in store.locations(row.id).items() if belongs(each)}
        return cls(row, places, store.states(list(places), row.id))


def backfill(store: Store, home: Home, row: AuditRow, wanted: Sequence[int], seen: Seen) -> Backfilled:
    """Make an audit of each of these moments (epoch seconds, rising) at which there was anything to look at.

    They take the place of those that an earlier backfill of the same folders made.
    """
    fleet = Fleet.of(store, row)
    lines, refused = _lines(fleet, wanted)
    memo: Memo = {}
    with _store_of_its_own(home) as past:
        for moment in wanted:
            stood = {slug: line[moment] for slug, line in lines.items() if moment in line}
            if stood:
                _audit(_session(past, home, row, moment), fleet, stood, memo)
            seen()
        with past.database.reading() as source, store.database.writing() as connection:
            made = backfilling.replace_past(connection, source, row.roots)
    return Backfilled(made, len(lines), refused)


@contextmanager
def _store_of_its_own(home: Home) -> Iterator[Store]:
    """An empty store that is gone afterwards: the home's would refuse what is older than it knows."""
    with (
        TemporaryDirectory(dir=home.path, prefix="backfill-") as folder,
        Store.open(f"sqlite:///{Path(folder, 'store.db')}") as past,
    ):
        past.migrate()
        yield past


def _lines(fleet: Fleet, wanted: Sequence[int]) -> tuple[dict[str, dict[int, str]], dict[str, str]]:
    """By repository the commit it stood at at each moment, and why that is not known of others."""

    def line(slug: str) -> dict[int, str] | str:
        state, path = fleet.states.get(slug), fleet.places[slug].path
        if state is None or path is None or not state.readable:
            return (state and state.why) or "it cannot be read"
        try:
            return dict(commits_at(first_parents(path, state.head), wanted)) if state.head else {}
        except (HistoryUnreadable, OSError) as error:
            return str(error)

    slugs = sorted(fleet.places)
    told = dict(zip(slugs, in_threads(line, slugs, 3), strict=True))
    lines = {slug: each for slug, each in told.items() if not isinstance(each, str) and each}
    return lines, {slug: each for slug, each in told.items() if isinstance(each, str)}


def _audit(session: Session, fleet: Fleet, stood: Mapping[str, str], memo: Memo) -> None:
    """One audit of these repositories at these commits, in the store of the past."""
    past, at = session.store, session.at
    places = [fleet.places[slug] for slug in sorted(stood)]
    past.record_repositories(session.id, at, places)
    past.record_states(session.id, at, [_state(fleet.states[slug], stood[slug]) for slug in sorted(stood)])
    rescan(session, places, _nobody)
    judging = Judging(session, until=at, memo=memo)
    rejudge(judging, places, _nobody)
    keep_asked(session, judging.costs)
    rescore(session, list(stood))
    past.record_changes(session.id, session.changes())
    past.finish_audit(session.id, status="complete", at=at)


def _session(past: Store, home: Home, now: AuditRow, moment: int) -> Session:
    session = Session(past, home, now)
    asked = request(
        session.fleet,
        now.roots,
        fleet_file=now.fleet_file,
        output=None,
        run_id="",
        advisories=advisories_day(home),
    )
    return replace(session, row=past.audit(past.begin_audit(replace(asked, started=moment, run_id=None))))


def _state(now: RepositoryState, commit: str) -> RepositoryState:
    """What can still be known of a repository that stood at that commit."""
    return RepositoryState(
        slug=now.slug,
        path=now.path,
        states=tuple(each for each in now.states if each in _OF_THE_CLONE),
        branch=now.branch,
        head=commit,
        default_branch=now.default_branch,
        remotes=now.remotes,
        owner=now.owner,
        criticality=now.criticality,
        tags=now.tags,
    )


def _nobody() -> None:
    """Nobody is told of a single repository: an audit is the step."""
