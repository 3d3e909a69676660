"""What moved since it was read last is read again and kept; what did not is only confirmed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gitops_assets.core.dependencies.model import RepositoryDependencies
from gitops_assets.core.model import RepositoryState, State
from resources.auditing import Session
from resources.dependencies.analysis import Analysis
from resources.dependencies.fleet import REFUSED, target
from resources.dependencies.scan import Scanning, scan
from resources.store.dependencies import Scan, Scanned
from resources.store.model import Location


def rescan(
    session: Session, locations: Sequence[Location], seen: Callable[[], None]
) -> list[RepositoryDependencies]:
    """Bring the store up to date with the commits at which these repositories stand; gives what was read."""
    slugs = [each.slug for each in locations]
    plan = _Plan(session.analysis, session.store.states(slugs), session.store.dependencies.scanned(slugs))
    moved = [each for each in locations if plan.has_moved(each)]
    how = Scanning(
        analysis=plan.analysis,
        memo=session.store.dependencies,
        at=session.at,
        threads=session.fleet.limits.workers or 4,
        timeout=session.fleet.limits.status_timeout_seconds,
        seen=seen,
    )
    scans = scan([target(plan.states[each.slug], each.path) for each in moved if each.path is not None], how)
    told = [*scans, *plan.unreadable(locations)]
    still = {*slugs} - {each.known.slug for each in told}
    if told:
        session.store.dependencies.record(session.id, session.at, told)
    if still:
        session.store.dependencies.confirm(session.id, session.at, sorted(still))
    for _ in range(len(locations) - len(scans)):
        seen()
    return [each.known for each in scans]


@dataclass(frozen=True, slots=True)
class _Plan:
    analysis: Analysis
    states: Mapping[str, RepositoryState]
    before: Mapping[str, Scanned]

    def has_moved(self, location: Location) -> bool:
        """Whether there is something to read that was not read before by the same analysis."""
        state, last = self.states.get(location.slug), self.before.get(location.slug)
        if state is None or not state.readable or location.path is None:
            return False
        return last is None or replace(last, said=None) != Scanned(state.head, self.analysis.version, None)

    def unreadable(self, locations: Sequence[Location]) -> Iterator[Scan]:
        """Those that cannot be asked now: what was known of them stays, and says since when it is unknown."""
        for each in locations:
            state, last = self.states.get(each.slug), self.before.get(each.slug)
            if state is not None and state.readable and each.path is not None:
                continue
            commit = last.commit if last else None
            yield Scan(
                known=RepositoryDependencies(slug=each.slug, commit=commit, unknown=_why(state)),
                analysis=last.analysis if last else self.analysis.version,
            )


def _why(state: RepositoryState | None) -> str:
    if state is None:
        return "it was never looked at"
    return state.why or ("it is missing" if state.has(State.MISSING) else REFUSED)
