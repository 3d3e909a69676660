"""What changed between two audits, told once each and with its cause.

What could not be seen did not change: while a repository is unreadable, or the inventory could not be asked,
the states that depend on it are neither gained nor lost.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain

from gitops_assets.core import gates as built_in
from gitops_assets.core.causes import AGAINST_INVENTORY, BLOCKED, Causes
from gitops_assets.core.gates.facts import INVENTORY_UNKNOWN
from gitops_assets.core.gates.model import Gate
from gitops_assets.core.gates.words import gates_named
from gitops_assets.core.model import (
    Cause,
    Change,
    FindingRecord,
    FindingStatus,
    Outcome,
    RepositoryState,
    State,
)
from gitops_assets.core.snapshot import Snapshot


class Kind(StrEnum):
    """What a change is, in the order in which the changes of one repository are told."""

    INVENTORY_UNKNOWN = "inventory-unknown"
    INVENTORY_KNOWN_AGAIN = "inventory-known-again"
    REPOSITORY_ADDED = "repository-added"
    REPOSITORY_REMOVED = "repository-removed"
    REPOSITORY_MISSING = "repository-missing"
    REPOSITORY_FOUND = "repository-found"
    BRANCH_SWITCHED = "branch-switched"
    HEAD_MOVED = "head-moved"
    STATE_GAINED = "state-gained"
    STATE_LOST = "state-lost"
    FINDING_NEW = "finding-new"
    FINDING_REOPENED = "finding-reopened"
    FINDING_WORSE = "finding-worse"
    FINDING_BETTER = "finding-better"
    FINDING_FIXED = "finding-fixed"
    FINDING_WAIVED = "finding-waived"
    VERDICT_UNKNOWN = "verdict-unknown"
    VERDICT_KNOWN_AGAIN = "verdict-known-again"
    SCORE_MOVED = "score-moved"
    DEPENDENCY_ADDED = "dependency-added"
    DEPENDENCY_UPDATED = "dependency-updated"
    DEPENDENCY_REMOVED = "dependency-removed"


SHORT = 10
"""Digits of a commit's hash that a change shows."""

UMBRELLAS = {
    State.DIRTY: frozenset({State.STAGED, State.UNSTAGED, State.UNTRACKED}),
    State.DIVERGED: frozenset({State.AHEAD, State.BEHIND}),
}
"""States that say it all: when one is gained or lost, its parts are not told beside it."""

_ORDER = {kind.value: place for place, kind in enumerate(Kind)}


def compare(
    before: Snapshot | None, after: Snapshot, *, gates: Iterable[Gate] | None = None
) -> tuple[Change, ...]:
    """Every difference between two audits, in a fixed order; none when there is nothing to compare with.

    That is ``None``, or audit 0, which is what an empty store gives.
    """
    if before is None or before.audit == 0:
        return ()
    causes = Causes(before, after, built_in.GATES if gates is None else gates)
    changes = chain(
        _inventory(before, after),
        _repositories(before, after, causes),
        _findings(before, after, causes),
        _verdicts(before, after, causes),
    )
    return tuple(sorted(changes, key=change_order))


def change_order(change: Change) -> tuple[str, int, str, str, str]:
    """Sort key of changes: the fleet's own, then by repository, kind and subject."""
    kind = _ORDER.get(change.kind, len(_ORDER))
    return change.slug, kind, change.subject, change.before or "", change.after or ""


def _inventory(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    """One change for the fleet, not one for each repository whose answers depend on the inventory."""
    then, now = before.inventory.unknown, after.inventory.unknown
    if (then is None) == (now is None):
        return
    kind = Kind.INVENTORY_KNOWN_AGAIN if now is None else Kind.INVENTORY_UNKNOWN
    yield Change(slug="", kind=kind, subject="inventory", before=then, after=now, cause=Cause.ACCESS)


def _repositories(before: Snapshot, after: Snapshot, causes: Causes) -> Iterator[Change]:
    inventory_seen = before.inventory.unknown is None and after.inventory.unknown is None
    for slug in before.states.keys() | after.states.keys():
        then, now = before.states.get(slug), after.states.get(slug)
        if then is not None and now is not None:
            yield from _moves(then, now, causes, inventory_seen=inventory_seen)
        elif inventory_seen or not _listed_only(then or now):
            kind = Kind.REPOSITORY_ADDED if then is None else Kind.REPOSITORY_REMOVED
            yield _whole(slug, kind, then, now, causes.of_repository(slug))


def _listed_only(state: RepositoryState | None) -> bool:
    return state is not None and state.has(State.MISSING)


def _moves(
    then: RepositoryState, now: RepositoryState, causes: Causes, *, inventory_seen: bool
) -> Iterator[Change]:
    """What one repository did between two audits that both knew of it."""
    if then.has(State.MISSING) != now.has(State.MISSING):
        kind = Kind.REPOSITORY_MISSING if now.has(State.MISSING) else Kind.REPOSITORY_FOUND
        cause = causes.of_state(now.slug, State.MISSING)
        yield _whole(now.slug, kind, then, now, cause)
        return
    if then.readable and now.readable:
        yield from _head(then, now)
    gained, lost = _telling(then, now, inventory_seen=inventory_seen)
    for state in gained:
        cause = causes.of_state(now.slug, state)
        yield Change(
            slug=now.slug, kind=Kind.STATE_GAINED, subject=state, before=None, after=state, cause=cause
        )
    for state in lost:
        cause = causes.of_state(now.slug, state)
        yield Change(
            slug=now.slug, kind=Kind.STATE_LOST, subject=state, before=state, after=None, cause=cause
        )


def _head(then: RepositoryState, now: RepositoryState) -> Iterator[Change]:
    if then.branch != now.branch:
        yield Change(
            slug=now.slug,
            kind=Kind.BRANCH_SWITCHED,
            subject="branch",
            before=then.branch,
            after=now.branch,
            cause=Cause.CODE,
        )
    if then.head != now.head:
        yield Change(
            slug=now.slug,
            kind=Kind.HEAD_MOVED,
            subject="HEAD",
            before=_short(then.head),
            after=_short(now.head),
            cause=Cause.CODE,
        )


def _telling(
    then: RepositoryState, now: RepositoryState, *, inventory_seen: bool
) -> tuple[frozenset[State], frozenset[State]]:
    """The states gained and lost that are worth a line; clean is only the absence of others."""
    silent = {State.CLEAN}
    if not (then.readable and now.readable):
        silent |= set(State) - BLOCKED - {State.EXTRA}
    if not inventory_seen:
        silent |= AGAINST_INVENTORY
    differing = frozenset(then.states) ^ frozenset(now.states)
    for umbrella, parts in UMBRELLAS.items():
        if umbrella in differing:
            silent |= parts
    told = differing - silent
    return told.intersection(now.states), told.intersection(then.states)


def _findings(before: Snapshot, after: Snapshot, causes: Causes) -> Iterator[Change]:
    for identity in before.findings.keys() | after.findings.keys():
        then, now = before.findings.get(identity), after.findings.get(identity)
        if then is not None and now is not None:
            yield from _weight(then, now, causes)
        elif now is not None:
            reopened = now.status is FindingStatus.REOPENED
            kind = Kind.FINDING_REOPENED if reopened else Kind.FINDING_NEW
            cause = causes.of_finding(now.slug, now.gate, opened=True)
            yield Change(
                slug=now.slug, kind=kind, subject=now.gate, before=None, after=now.message, cause=cause
            )
        elif then is not None:
            yield _closed(then, causes)


def _closed(then: FindingRecord, causes: Causes) -> Change:
    waived = causes.waived(then.slug, then.gate)
    return Change(
        slug=then.slug,
        kind=Kind.FINDING_WAIVED if waived else Kind.FINDING_FIXED,
        subject=then.gate,
        before=then.message,
        after=None,
        cause=Cause.POLICY if waived else causes.of_finding(then.slug, then.gate, opened=False),
    )


def _weight(then: FindingRecord, now: FindingRecord, causes: Causes) -> Iterator[Change]:
    if then.severity is not now.severity:
        worse = now.severity.rank < then.severity.rank
        kind = Kind.FINDING_WORSE if worse else Kind.FINDING_BETTER
        yield Change(
            slug=now.slug,
            kind=kind,
            subject=now.gate,
            before=then.severity,
            after=now.severity,
            cause=causes.of_severity(),
        )


def _verdicts(before: Snapshot, after: Snapshot, causes: Causes) -> Iterator[Change]:
    """Answers that went unknown or came back, one change for all gates of a repository with one reason."""
    both = before.states.keys() & after.states.keys()
    groups: defaultdict[tuple[str, Kind, str], list[str]] = defaultdict(list)
    for (slug, gate), now in after.verdicts.items():
        then = before.verdicts.get((slug, gate)) if slug in both else None
        if then is None or (then.outcome is Outcome.UNKNOWN) == (now.outcome is Outcome.UNKNOWN):
            continue
        went = now.outcome is Outcome.UNKNOWN
        why = (now if went else then).why or "no reason was given"
        if not why.startswith(INVENTORY_UNKNOWN):
            kind = Kind.VERDICT_UNKNOWN if went else Kind.VERDICT_KNOWN_AGAIN
            groups[slug, kind, why].append(gate)
    for (slug, kind, why), asked in groups.items():
        earlier, later = (None, why) if kind is Kind.VERDICT_UNKNOWN else (why, None)
        yield Change(
            slug=slug,
            kind=kind,
            subject=gates_named(asked),
            before=earlier,
            after=later,
            cause=causes.of_verdict(slug),
        )


def _whole(
    slug: str, kind: Kind, then: RepositoryState | None, now: RepositoryState | None, cause: Cause
) -> Change:
    """A change of the repository as a whole, told by all its states before and after."""
    return Change(
        slug=slug, kind=kind, subject="repository", before=_words(then), after=_words(now), cause=cause
    )


def _words(state: RepositoryState | None) -> str | None:
    return ", ".join(state.states) if state is not None else None


def _short(head: str | None) -> str | None:
    return head[:SHORT] if head else None
