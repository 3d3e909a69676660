"""One OSV record, read out of its JSON: what it is about and which versions of which packages it means.

Source: [Open Source Vulnerability format](https://ossf.github.io/osv-schema/).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gitops_assets.core.advisories.ecosystems import OF_OSV, Ecosystem
from gitops_assets.core.advisories.scoring import UNRATED, Rating, rating

NAME = 300
"""Characters of an id, a name or a version that are taken; a longer one is nobody's."""
SUMMARY = 300
MANY = 100
"""Aliases of one record; more would be an attack on whoever merges them."""
VERSIONS = 20_000
"""Versions that one entry may list; npm's most released package has some thousands."""

_UPPER = re.compile(r"\s*(<=?)\s*(\S+)\s*")
_EVENTS = ("introduced", "fixed", "last_affected", "limit")


class NotARecord(ValueError):  # noqa: N818 - reads as the sentence it is
    """A document is no OSV record; the message completes "the record …"."""


@dataclass(frozen=True, slots=True)
class Event:
    """Where a range begins or ends: ``introduced``, ``fixed``, ``last_affected`` or ``limit``."""

    kind: str
    version: str


@dataclass(frozen=True, slots=True)
class Range:
    """Events in one order of versions: ``SEMVER``, ``ECOSYSTEM`` or ``GIT``."""

    type: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """Which versions of one package a record means; ``ecosystem`` and ``name`` as dependencies have them."""

    ecosystem: str
    name: str
    ranges: tuple[Range, ...] = ()
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record. ``affected`` has only the packages of ecosystems that are known here.

    ``modified`` is as written (RFC 3339, UTC), so that texts order as moments do; where a source says no
    moment there (Go's own files), when the record was published.
    """

    id: str
    modified: str = ""
    withdrawn: bool = False
    aliases: tuple[str, ...] = ()
    summary: str = ""
    rating: Rating = UNRATED
    affected: tuple[Affected, ...] = ()


def read_record(document: object) -> Record:
    """The record that a parsed JSON document is; raises :class:`NotARecord`."""
    if not isinstance(document, dict):
        raise NotARecord("is no object")
    name = document.get("id")
    if not isinstance(name, str) or not 0 < len(name) <= NAME:
        raise NotARecord("has no id")
    return Record(
        id=name,
        modified=max(_text(document.get(each))[:40] for each in ("modified", "published")),
        withdrawn=bool(document.get("withdrawn")),
        aliases=_aliases(document),
        summary=_summary(document),
        rating=rating(document),
        affected=tuple(_affected(document)),
    )


def _aliases(document: dict[str, Any]) -> tuple[str, ...]:
    named = (each for each in _list(document.get("aliases")) if isinstance(each, str) and len(each) <= NAME)
    return tuple(dict.fromkeys(named))[:MANY]


def _summary(document: dict[str, Any]) -> str:
    """The summary; where there is none, the first sentence of the details."""
    said = " ".join((_text(document.get("summary")) or _text(document.get("details")))[: 4 * SUMMARY].split())
    words = said if document.get("summary") else said.partition(". ")[0]
    return words if len(words) <= SUMMARY else words[: SUMMARY - 1] + "…"


def _affected(document: dict[str, Any]) -> Iterator[Affected]:
    for entry in _list(document.get("affected")):
        package = entry.get("package") if isinstance(entry, dict) else None
        if not isinstance(package, dict):
            continue
        ecosystem, name = OF_OSV.get(_text(package.get("ecosystem"))), _text(package.get("name"))
        if ecosystem is not None and 0 < len(name) <= NAME:
            yield _of_package(ecosystem, name, entry)


def _of_package(ecosystem: Ecosystem, name: str, entry: dict[str, Any]) -> Affected:
    upper = _upper(entry.get("database_specific"))
    listed = (each for each in _list(entry.get("versions")) if isinstance(each, str) and len(each) <= NAME)
    return Affected(
        ecosystem=ecosystem.id,
        name=ecosystem.named(name),
        ranges=tuple(_range(each, upper) for each in _list(entry.get("ranges")) if isinstance(each, dict)),
        versions=tuple(listed)[:VERSIONS],
    )


def _range(document: dict[str, Any], upper: Event | None) -> Range:
    events = tuple(
        Event(kind, version)
        for each in _list(document.get("events"))
        if isinstance(each, dict)
        for kind in _EVENTS
        if isinstance(version := each.get(kind), str) and len(version) <= NAME
    )
    kinds = {event.kind for event in events}
    if upper is not None and kinds == {"introduced"} and document.get("type") != "GIT":
        events = (*events, upper)
    return Range(_text(document.get("type")), events)


def _upper(said: object) -> Event | None:
    """GitHub's upper end of a range that nothing fixes, which it writes beside the events (``<= 1.2.3``).

    Source: [GitHub Advisory Database](https://github.com/github/advisory-database#osv-format).
    """
    written = said.get("last_known_affected_version_range") if isinstance(said, dict) else None
    found = _UPPER.fullmatch(written) if isinstance(written, str) and len(written) <= NAME else None
    return Event("last_affected" if found[1] == "<=" else "below", found[2]) if found else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> Iterable[Any]:
    return value if isinstance(value, list) else ()
