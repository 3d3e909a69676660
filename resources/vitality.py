"""How alive repositories are, asked of git where their refs moved or a week began, and kept."""

import time
from collections.abc import Callable, Sequence

from gitops_assets.core.model import RepositoryState
from gitops_assets.core.vitality.measure import measure
from gitops_assets.core.vitality.model import Vitality, week_of, year_of
from resources.auditing import Session
from resources.git.activity import activity_of
from resources.git.threads import in_threads
from resources.store.model import Location
from resources.store.vitality_store import Standing

MEASURING = "Measuring vitality"
"""What the phase is called."""


def look(session: Session, locations: Sequence[Location], seen: Callable[[], None]) -> int:
    """Bring what is known of these repositories up to date; how many of them git was asked about."""
    slugs = [each.slug for each in locations]
    states, before = session.store.states(slugs), session.store.vitality.standings(slugs)
    refs = {each.slug: _refs(session, each, states.get(each.slug)) for each in locations}
    week = week_of(session.at)

    def holds(slug: str) -> bool:
        known = before.get(slug)
        return known is not None and known.refs == refs[slug] and known.week in (None, week)

    asked = [each for each in locations if refs[each.slug] and not holds(each.slug)]

    def one(location: Location) -> tuple[Standing, Vitality]:
        begun = time.perf_counter()
        vitality = _measured(session, location, states[location.slug])
        session.spent.add(MEASURING, time.perf_counter() - begun, slug=location.slug)
        seen()
        return Standing(
            refs[location.slug] or "", None if _is_settled(vitality, session.at) else week
        ), vitality

    measured = in_threads(one, asked, session.fleet.limits.workers or 3)
    session.store.vitality.record(
        session.id, session.at, {each.slug: found for each, found in zip(asked, measured, strict=True)}
    )
    still = sorted(before.keys() - {each.slug for each in asked})
    session.store.vitality.confirm(session.id, still)
    for _ in range(len(locations) - len(asked)):
        seen()
    return len(asked)


def _refs(session: Session, location: Location, state: RepositoryState | None) -> str | None:
    """How its refs stand; HEAD alone where they are not in plain files, None where nobody can look."""
    if state is None or not state.readable or state.head is None or location.path is None:
        return None
    return session.memory.standing(location.path) or state.head


def _measured(session: Session, location: Location, state: RepositoryState) -> Vitality:
    assert location.path is not None  # noqa: S101 - `_refs` says so
    assert state.head is not None  # noqa: S101 - as above
    return measure(activity_of(location.path, state.head, session.at), state.committed, session.at)


def _is_settled(vitality: Vitality, at: int) -> bool:
    """Whether nothing in it is recent enough to grow old: no week to come changes it."""
    times = (vitality.committed, vitality.released)
    return vitality.commits_year == 0 and all(each is None or each < year_of(at) for each in times)
