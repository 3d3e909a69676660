"""Whether a record means a version: the evaluation algorithm of the OSV schema.

Source: [Evaluation](https://ossf.github.io/osv-schema/#evaluation).
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from gitops_assets.core.advisories.ecosystems import BY_ID, Compared
from gitops_assets.core.advisories.record import Affected, Event, Range, Record
from gitops_assets.core.dependencies.versions.intervals import Key

_BOTTOM: Any = ()
"""The key of ``introduced: 0``, which is before every version."""
_ENDLESS = "*"
_ORDER = ("introduced", "fixed", "below", "last_affected")
"""Of events at one version, what is introduced there comes first, so that what ends there ends it."""


class Verdict(StrEnum):
    """Whether a version is affected; undecided where somebody's version cannot be compared."""

    AFFECTED = "affected"
    UNAFFECTED = "unaffected"
    UNDECIDED = "undecided"


def affected(record: Record, ecosystem: str, name: str, version: str) -> Verdict:
    """What a record says of one version of a package, all three as dependencies have them.

    A withdrawn record affects nobody.
    """
    entries = [each for each in record.affected if (each.ecosystem, each.name) == (ecosystem, name)]
    return Verdict.UNAFFECTED if record.withdrawn else judged(entries, version)


def judged(entries: Iterable[Affected], version: str) -> Verdict:
    """What the entries of one package say of a version: one that means it is enough."""
    found = {_entry(entry, version) for entry in entries}
    return next((each for each in (Verdict.AFFECTED, Verdict.UNDECIDED) if each in found), Verdict.UNAFFECTED)


def fixes(entries: Iterable[Affected], version: str) -> tuple[str, ...]:
    """Versions above this one that a range names as fixed and that no entry means, the smallest first."""
    listed = tuple(entries)
    if not listed:
        return ()
    key = BY_ID[listed[0].ecosystem].key
    mine = key(version)
    named = {
        each.version: found
        for entry in listed
        for part in entry.ranges
        if part.type != "GIT"
        for each in part.events
        if each.kind == "fixed" and (found := key(each.version)) is not None and mine is not None
        if found > mine
    }
    sound = (text for text in named if judged(listed, text) is Verdict.UNAFFECTED)
    return tuple(sorted(sound, key=lambda text: (named[text], text)))


def _entry(entry: Affected, version: str) -> Verdict:
    if version in entry.versions:
        return Verdict.AFFECTED
    ranges = [each for each in entry.ranges if each.type != "GIT"]
    if not ranges and not entry.versions:
        # A package without any version, or with commits alone: nobody says which versions are meant.
        return Verdict.UNDECIDED
    key = BY_ID[entry.ecosystem].key
    mine = key(version)
    if mine is None:
        return Verdict.UNDECIDED
    found = {_within(each, mine, key) for each in ranges}
    if True in found or any(key(each) == mine for each in entry.versions):
        return Verdict.AFFECTED
    return Verdict.UNDECIDED if None in found else Verdict.UNAFFECTED


def _within(given: Range, mine: Key, key: Compared) -> bool | None:
    """Whether a version is in a range; None where an event's version is none of its ecosystem."""
    events = list(_located(given.events, key))
    if any(where is None for where, _ in events):
        return None
    limits = [where for where, kind in events if kind == "limit"]
    if limits and _ENDLESS not in limits and not any(mine < limit for limit in limits):
        return False
    inside = False
    for where, kind in sorted((each for each in events if each[1] in _ORDER), key=_placed):
        if kind == "introduced":
            inside = inside or mine >= where
        elif mine > where or (mine == where and kind != "last_affected"):
            inside = False
    return inside


def _placed(event: tuple[Any, str]) -> tuple[Any, int]:
    return event[0], _ORDER.index(event[1])


def _located(events: Iterable[Event], key: Compared) -> Iterator[tuple[Any, str]]:
    for event in events:
        if event.kind == "introduced" and event.version == "0":
            yield _BOTTOM, event.kind
        elif event.kind == "limit" and event.version == _ENDLESS:
            yield _ENDLESS, event.kind
        else:
            yield key(event.version), event.kind
