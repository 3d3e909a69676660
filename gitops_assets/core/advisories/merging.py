"""Records that tell of the same vulnerability, as one: GHSA, CVE and RUSTSEC name it each their way."""

from collections import defaultdict
from collections.abc import Iterable

from gitops_assets.core.advisories.matching import fixes
from gitops_assets.core.advisories.model import Vulnerability
from gitops_assets.core.advisories.record import Record
from gitops_assets.core.advisories.scoring import UNRATED, Rating

_FIRST = ("GHSA-", "CVE-")
"""How the names begin by which a vulnerability is called if it has one: those known in every ecosystem."""


def merged(records: Iterable[Record], version: str) -> tuple[Vulnerability, ...]:
    """One vulnerability for all records that share a name, the worst first; each affects this version.

    The records hold only the entries of the one package that was asked about.
    """
    found = (_vulnerability(group, version) for group in _groups(records))
    return tuple(sorted(found, key=lambda each: (each.severity.rank, -(each.score or 0), each.id)))


def _groups(records: Iterable[Record]) -> Iterable[list[Record]]:
    """The records in groups that are connected by an id or an alias."""
    by_name: defaultdict[str, list[Record]] = defaultdict(list)
    ordered = {record.id: record for record in sorted(records, key=lambda each: each.id)}
    for record in ordered.values():
        for name in (record.id, *record.aliases):
            by_name[name].append(record)
    while ordered:
        _, first = ordered.popitem()
        group = [first]
        for member in group:  # it grows while it is walked
            for name in (member.id, *member.aliases):
                for record in by_name.pop(name, ()):
                    group += [found] if (found := ordered.pop(record.id, None)) else []
        yield group


def _vulnerability(records: list[Record], version: str) -> Vulnerability:
    names = sorted({name for each in records for name in (each.id, *each.aliases)}, key=_rank)
    best = min(records, key=lambda each: _rank(each.id))
    rated = _rating(records)
    return Vulnerability(
        id=names[0],
        aliases=tuple(names[1:]),
        summary=next((each.summary for each in (best, *records) if each.summary), ""),
        severity=rated.severity,
        score=rated.score,
        vector=rated.vector,
        fixed=fixes((entry for each in records for entry in each.affected), version),
        url=f"https://osv.dev/vulnerability/{best.id}",
    )


def _rating(records: Iterable[Record]) -> Rating:
    """The worst of those that somebody rated, a score before a word."""
    rated = [each.rating for each in records if each.rating != UNRATED]
    return min(rated, key=lambda each: (each.score is None, each.severity.rank), default=UNRATED)


def _rank(name: str) -> tuple[int, str]:
    place = next((nth for nth, start in enumerate(_FIRST) if name.startswith(start)), len(_FIRST))
    return place, name
