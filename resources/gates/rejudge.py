"""Commits that gates have not judged yet are judged and kept; what they said of the others is confirmed."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from gitops_assets.core.fleet.policy import Policy
from gitops_assets.core.gates.engine import ask, rule_version
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.inline import inline_waivers
from gitops_assets.core.gates.model import Judgement, Need, Round
from gitops_assets.core.gates.scanners import SCANNERS
from gitops_assets.core.gates.scanning import Memo
from gitops_assets.core.model import RepositoryState, State
from gitops_assets.core.templates.document import drift_document
from gitops_assets.core.templates.model import Drift
from gitops_assets.core.tree import TreeUnreadable
from resources.auditing import Session
from resources.dependencies.analysis import analysis_of
from resources.gates.advising import Advising
from resources.gates.content import Asks, Read, Reading, commit_facts
from resources.gates.costs import Costs
from resources.git.command import GitUnusable
from resources.git.threads import in_threads
from resources.programs.remembering import Remembered
from resources.secrets.asking import Search
from resources.store.documents import digest
from resources.store.gate_store import GateScan
from resources.store.model import Location

ASKING = "Asking gates"
"""What the phase is called."""

_LATE = "did not answer in time"
"""In the reason of an answer that may be another one next time, though nothing moves."""


@dataclass(frozen=True)
class Judging:
    """What the answers about a fleet's commits depend on besides the commits, and what they share.

    ``until`` is the moment (epoch seconds) of an audit of the past, None for one of now. ``templates`` is how
    far each repository that follows any is from them, filled while they are judged.
    """

    session: Session
    costs: Costs = field(default_factory=Costs)
    until: int | None = None
    memo: Memo = field(default_factory=dict)
    templates: dict[str, tuple[Drift, ...]] = field(default_factory=dict)

    @cached_property
    def reading(self) -> Reading:
        """How commits are read: with the programs and the search for secrets that the fleet asks for."""
        search = Search.of(self.session.gates.gates, self.session.policy)
        return Reading(
            asks=self.asks,
            search=search,
            memo=self.memo,
            release=Need.RELEASE in self._needs,
            until=self.until,
        )

    @cached_property
    def asks(self) -> Asks | None:
        """The programs that the fleet asks, and what they said before."""
        memory = Remembered(self.session.home.cache / "programs")
        memory.forget_old()
        return Asks.of(self.session.fleet, self.session.definitions, memory)

    @cached_property
    def advising(self) -> Advising:
        """The advisories that are asked."""
        return Advising(self.session)

    @cached_property
    def gates(self) -> Round:
        """The gates over files, each measured."""
        asked = self.session.gates.of_content
        return replace(asked, gates=tuple(map(self.costs.timed, asked.gates)))

    @cached_property
    def asked(self) -> str:
        """A digest of what decides the answers; when it moves, every commit is judged again."""
        policy, fleet = self.session.policy, self.session.fleet
        return digest(
            [
                rule_version(self.session.gates.of_content.gates),
                [[scanner.id, scanner.version] for scanner in SCANNERS],
                self.session.definitions.policy_digest(fleet.digest),
                analysis_of(fleet).version,
                [holds(policy, self.session.today)],
                self.asks.standing if self.asks else {},
            ]
        )[:32]

    @cached_property
    def _needs(self) -> frozenset[Need]:
        return frozenset(need for gate in self.session.gates.of_content.gates for need in gate.needs)

    def asked_of(self, state: RepositoryState) -> str:
        """The same of one repository: where a gate asks for the past, its tags and its depth decide too."""
        followed = [drift_document(each) for each in self.templates.get(state.slug, ())]
        asked = digest([self.asked, followed])[:32] if followed else self.asked
        if self._needs.isdisjoint({Need.RELEASE, Need.HISTORY}):
            return asked
        return digest([asked, state.tag, state.commits_since_tag, state.has(State.SHALLOW)])[:32]


def holds(policy: Policy, today: date) -> list[int]:
    """The places of the fleet's waivers that hold today."""
    return [place for place, waiver in enumerate(policy.waivers) if today <= waiver.expires]


@dataclass(frozen=True, slots=True)
class _Judged:
    judgement: Judgement
    scan: GateScan | None


def rejudge(
    judging: Judging, locations: Sequence[Location], seen: Callable[[], None]
) -> tuple[list[Judgement], int]:
    """Bring these repositories' answers up to date; gives those that are new, and how many stayed.

    A repository whose state nobody told is left alone: nothing is known of it that could be judged.
    """
    session = judging.session
    slugs = [each.slug for each in locations]
    states, before = session.store.states(slugs), session.store.gates.scans(slugs)
    judging.templates.update(session.store.drifts.now(slugs))
    told = [each for each in locations if each.slug in states]
    moved = [each for each in told if _has_moved(judging, states[each.slug], before.get(each.slug))]
    concerned = _concerned(judging, {each.slug for each in told} - {each.slug for each in moved}, before)
    moved += [each for each in told if each.slug in concerned]
    read = judging.advising.read([each.slug for each in moved])

    def one(location: Location) -> _Judged:
        begun = time.perf_counter()
        judged = _judged(judging, location, states[location.slug], read.get(location.slug, Read()))
        session.spent.add(ASKING, time.perf_counter() - begun, slug=location.slug)
        seen()
        return judged

    found = in_threads(one, moved, session.fleet.limits.workers or 3)
    still = sorted({each.slug for each in told} - {each.slug for each in moved})
    _keep(judging, found, still)
    for _ in range(len(locations) - len(moved)):
        seen()
    return [each.judgement for each in found], len(still)


def _has_moved(judging: Judging, state: RepositoryState, last: GateScan | None) -> bool:
    if last is None or not state.readable or state.head is None:
        return True
    ended = last.until is not None and judging.session.today > date.fromisoformat(last.until)
    return ended or (last.commit, last.asked) != (state.head, judging.asked_of(state))


def _concerned(judging: Judging, slugs: Collection[str], before: Mapping[str, GateScan]) -> frozenset[str]:
    """Those of whose packages a newer snapshot of advisories says something else; the others only see it."""
    advising = judging.advising
    asked = sorted(slug for slug in slugs if before[slug].snapshot != advising.digest)
    if not asked:
        return frozenset()
    known = advising.known(asked)
    digests = {slug: advising.concerns(known.get(slug)) for slug in asked}
    same = {slug for slug in asked if digests[slug] == before[slug].concerns}
    session = judging.session
    seen = {slug: replace(before[slug], snapshot=advising.digest) for slug in same}
    session.store.gates.record_scans(session.id, session.at, seen)
    return frozenset(asked) - same


def _judged(judging: Judging, location: Location, state: RepositoryState, read: Read) -> _Judged:
    if location.path is None or not state.readable or state.head is None:
        return _Judged(_asked(judging, Facts(state)), None)
    known = replace(read, templates=judging.templates.get(location.slug, ()))
    try:
        with commit_facts(location.path, state, state.head, judging.reading, known) as facts:
            judgement = _asked(judging, facts)
            until = _until(facts, judging.session.today)
    except (TreeUnreadable, GitUnusable, OSError) as error:
        why = error.why if isinstance(error, TreeUnreadable) else str(error)
        return _Judged(_asked(judging, Facts(state, unlisted=why)), None)
    late = any(_LATE in (each.why or "") for each in judgement.evaluations)
    scan = GateScan(state.head, judging.asked_of(state), until, judging.advising.digest, read.concerns)
    return _Judged(judgement, None if late else scan)


def _asked(judging: Judging, facts: Facts) -> Judgement:
    return ask(facts, judging.gates, judging.session.policy, at=judging.session.at)


def _until(facts: Facts, today: date) -> str | None:
    """The last day before a waiver in a file ends by itself."""
    ends = [
        each.expires for each in inline_waivers(facts.files) if each.expires is not None and each.holds(today)
    ]
    return min(ends).isoformat() if ends else None


def _keep(judging: Judging, found: Sequence[_Judged], still: Sequence[str]) -> None:
    session, store = judging.session, judging.session.store
    store.record_judgements(session.id, session.at, [each.judgement for each in found])
    scans: Mapping[str, GateScan] = {each.judgement.slug: each.scan for each in found if each.scan}
    store.gates.record_scans(session.id, session.at, scans)
    unsettled = [each.judgement.slug for each in found if each.scan is None]
    store.gates.forget_scans(session.id, session.at, unsettled)
    store.gates.confirm(session.id, session.at, still, judging.gates)
