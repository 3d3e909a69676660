"""Secrets in a content, each told without itself.

Searching each of ninety keywords costs ten times what reading costs, so most are not searched: those that end
with a separator are looked at only where a long run follows one, and names only where something long is
assigned. Every pattern is bounded and tried once a place, so a content is searched in linear time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gitops_assets.core.secrets.model import Rule
from gitops_assets.core.secrets.placeholders import entropy, placeholder
from gitops_assets.core.secrets.redaction import redacted
from gitops_assets.core.secrets.rules import RULES

_SNIFFED = 8000
_Rules = tuple[tuple[int, Rule], ...]
_Index = Mapping[bytes, _Rules]
_Found = tuple[int, int, int, str, str]
"""Begin of the value, rank of the rule, end of the value, the rule's id, what is shown."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A place (its line, from 1) that holds a secret of a rule, and what may be told of the value."""

    line: int
    rule: str
    shown: str


def _index(*, folded: bool) -> _Index:
    known: dict[bytes, _Rules] = {}
    for rank, rule in enumerate(RULES):
        for keyword in rule.keywords if rule.folded is folded else ():
            known[keyword] = (*known.get(keyword, ()), (rank, rule))
    return known


_FOLDED = _index(folded=True)
_PREFIXES = {key: rules for key, rules in _index(folded=False).items() if key[-1:] in b"_-."}
_ENDINGS = tuple(_PREFIXES)
_ANYWHERE = {key: rules for key, rules in _index(folded=False).items() if key not in _PREFIXES}

_SEPARATORS = tuple(re.compile(rb"\%b(?=[A-Za-z0-9][\w+/-]{18})" % mark) for mark in (b"_", b"-", b"."))
_ASSIGNED = tuple(
    re.compile(
        rb"""
        %b (?=[=>]?[ \t]{0,8} (?:[bru](?=[\"']))?[\"'`]?
        (?=[^\s\"'`<>(){}\[\];,$]{10}) [^\s\"'`<>(){}\[\];,$0-9]{0,40} [0-9])"""
        % sign,
        re.VERBOSE,
    )
    for sign in (b"=", b":")
)
"""Where ten characters or more are assigned, with a digit among them."""
_NAME = 96
"""Bytes before an assignment in which its name may begin."""


def secrets_in(body: bytes) -> Iterator[Seen]:
    """Every secret of a content, in its order; a binary content is not searched."""
    if b"\0" in body[:_SNIFFED]:
        return
    found = {
        (match.start("secret"), rank, match.end("secret"), rule.id, redacted(rule, match["secret"]))
        for at, rules in _places(body)
        for rank, rule in rules
        if (match := rule.pattern.match(body, at)) and _holds(rule, match)
    }
    if found:
        yield from _told(body, sorted(found))


def _places(body: bytes) -> Iterator[tuple[int, _Rules]]:
    """Where which rules may begin."""
    for keyword, rules in _ANYWHERE.items():
        at = body.find(keyword)
        while at >= 0:
            yield at, rules
            at = body.find(keyword, at + len(keyword))
    for separator in _SEPARATORS:
        for match in separator.finditer(body):
            if body.endswith(_ENDINGS, 0, match.end()):
                yield from _prefixes(body, match.end())
    for assigned in _ASSIGNED:
        for match in assigned.finditer(body):
            yield from _names(body, match.start())


def _prefixes(body: bytes, end: int) -> Iterator[tuple[int, _Rules]]:
    for keyword, rules in _PREFIXES.items():
        if body.endswith(keyword, 0, end):
            yield end - len(keyword), rules


def _names(body: bytes, end: int) -> Iterator[tuple[int, _Rules]]:
    begin = max(body.rfind(b"\n", max(0, end - _NAME), end) + 1, end - _NAME, 0)
    name = body[begin:end].lower()
    for keyword, rules in _FOLDED.items():
        if keyword in name:
            yield begin + name.rindex(keyword), rules


def _holds(rule: Rule, match: re.Match[bytes]) -> bool:
    value = match["secret"]
    return (rule.bulky or not placeholder(value)) and entropy(value) >= rule.entropy and rule.confirms(match)


def _told(body: bytes, found: Iterable[_Found]) -> Iterator[Seen]:
    """One a place; of rules whose values begin at one place, the first tells."""
    line, counted, ended = 1, 0, 0
    for begin, _, end, rule, shown in found:
        if begin < ended:
            continue
        line += body.count(b"\n", counted, begin)
        counted, ended = begin, end
        yield Seen(line, rule, shown)
