"""Secrets in a content, each told without itself.

A keyword is searched as plain bytes, which costs a hundredth of an expression; only where one begins, the
patterns that know it are tried. Every pattern is bounded, so a content is scanned in linear time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gitops_assets.core.secrets.model import Rule
from gitops_assets.core.secrets.placeholders import entropy, placeholder
from gitops_assets.core.secrets.redaction import redacted
from gitops_assets.core.secrets.rules import RULES

_SNIFFED = 8000
_Index = Mapping[bytes, tuple[tuple[int, Rule], ...]]
_Found = tuple[int, int, int, Rule, bytes]
"""Rank of the rule, begin and end of the value, the rule, the value."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A place (its line, from 1) that holds a secret of a rule, and what may be told of the value."""

    line: int
    rule: str
    shown: str


def _index(*, folded: bool) -> _Index:
    known: dict[bytes, tuple[tuple[int, Rule], ...]] = {}
    for rank, rule in enumerate(RULES):
        for keyword in rule.keywords if rule.folded is folded else ():
            known[keyword] = (*known.get(keyword, ()), (rank, rule))
    return known


_EXACT, _FOLDED = _index(folded=False), _index(folded=True)


def secrets_in(body: bytes) -> Iterator[Seen]:
    """Every secret of a content, in its order; a binary content is not searched."""
    if b"\0" in body[:_SNIFFED]:
        return
    found = [*_candidates(body, body, _EXACT), *_candidates(body, body.lower(), _FOLDED)]
    if found:
        yield from _told(body, found)


def _candidates(body: bytes, searched: bytes, index: _Index) -> Iterator[_Found]:
    for keyword, rules in index.items():
        at = searched.find(keyword)
        while at >= 0:
            for rank, rule in rules:
                match = rule.pattern.match(body, at)
                if match and _holds(rule, match):
                    yield rank, *match.span("secret"), rule, match["secret"]
            at = searched.find(keyword, at + len(keyword))


def _holds(rule: Rule, match: re.Match[bytes]) -> bool:
    value = match["secret"]
    return (rule.bulky or not placeholder(value)) and entropy(value) >= rule.entropy and rule.confirms(match)


def _told(body: bytes, found: Iterable[_Found]) -> Iterator[Seen]:
    """One hit a place, in the order of the content; of rules that begin at one place the first tells."""
    line, counted, ended = 1, 0, 0
    for _, begin, end, rule, value in sorted(found, key=lambda each: (each[1], each[0])):
        if begin < ended:
            continue
        line += body.count(b"\n", counted, begin)
        counted, ended = begin, end
        yield Seen(line, rule.id, redacted(rule, value))
