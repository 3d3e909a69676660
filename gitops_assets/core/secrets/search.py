"""Secrets in a content, each told without itself.

Searching each of a hundred keywords costs ten times what reading costs. So the runs of characters that tokens
are written with are found first: in a copy in which all of them are the same one, which is a literal search.
Runs that are long and have a digit in them are a fiftieth of a source tree, and keywords are searched there
alone. Every pattern is bounded and tried once a place, so a content is searched in linear time.
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


_CALL = b"curl "
_FREE = (b'"private_key"', b"-----BEGIN ", b"machine ", b"uthorization:", b"Q~", _CALL)
"""Keywords behind which no run need follow."""
_CALLED = (b"-H ", b"--header ")
"""Those of them that stand in calls of curl, and are not looked for where there is none."""

_EXACT = _index(folded=False)
_FOLDED = _index(folded=True)
_IN_RUNS = {key: rules for key, rules in _EXACT.items() if key not in (*_FREE, *_CALLED, b"://")}
_SHORT = {key: _FOLDED[key] for key in (b"password", b"passwd", b"secret")}
"""Names whose values may be too short for a run."""

_RUN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/=~"
_LONG, _LONGEST = 20, 8192
_FLAT = bytes(97 if byte in _RUN else 32 for byte in range(256))
_NEEDLE = b"a" * _LONG
_NO_DIGITS = bytes(set(range(256)) - set(b"0123456789"))
_BEFORE = 24
"""Bytes before a run in which its keyword may begin: ``SG.``, or the host of a webhook."""
_NAME = 96
"""Bytes before a value in which its name may begin."""
_OPENS = frozenset(b"\"'`=:; >\t\n,.?&|")
_LOGIN = re.compile(rb"://[^\s/@\"'<>]{0,80}:[^\s/@\"'<>]{6,120}@")

_Runs = tuple[tuple[int, int], ...]


def _any_of(words: Iterable[bytes]) -> re.Pattern[bytes]:
    """One expression, its words grouped by their beginnings: fewer branches to try at each place."""
    groups: dict[bytes, list[bytes]] = {}
    for word in sorted(words):
        groups.setdefault(word[:1], []).append(re.escape(word[1:]))
    return re.compile(
        b"|".join(b"%b(?:%b)" % (re.escape(first), b"|".join(rest)) for first, rest in groups.items())
    )


_SOME = _any_of(_IN_RUNS)
_NAMED = _any_of(_FOLDED)


def secrets_in(body: bytes) -> Iterator[Seen]:
    """Every secret of a content, in its order; a binary content is not searched."""
    if b"\0" in body[:_SNIFFED]:
        return
    held: set[_Found] = set()
    refused: set[int] = set()
    for at, rules in _places(body):
        for rank, rule in rules:
            match = rule.pattern.match(body, at)
            if match is None:
                continue
            if _holds(rule, match):
                begin, end = match.span("secret")
                held.add((begin, rank, end, rule.id, redacted(rule, match["secret"])))
            elif not rule.chosen:
                refused.add(match.start("secret"))
    # What has the form of a token but not its checksum is nobody's, whatever it is assigned to.
    yield from _told(
        body, sorted(each for each in held if each[0] not in refused or not RULES[each[1]].chosen)
    )


def _places(body: bytes) -> Iterator[tuple[int, _Rules]]:
    """Where which rules may begin."""
    for keyword in (*_FREE, *(_CALLED if _CALL in body else ())):
        yield from _each(body, keyword, _EXACT[keyword])
    for login in _LOGIN.finditer(body):
        yield login.start(), _EXACT[b"://"]
    yield from _in_runs(body, _runs(body))
    low = body.lower()
    for keyword, rules in _SHORT.items():
        yield from _each(low, keyword, rules)


def _each(body: bytes, keyword: bytes, rules: _Rules) -> Iterator[tuple[int, _Rules]]:
    at = body.find(keyword)
    while at >= 0:
        yield at, rules
        at = body.find(keyword, at + len(keyword))


def _runs(body: bytes) -> _Runs:
    """Where characters of tokens stand in a row, with a digit among them or all in capitals."""
    runs: list[tuple[int, int]] = []
    find = body.translate(_FLAT).find
    at = find(_NEEDLE)
    while at >= 0:
        end = find(b" ", at + _LONG)
        if end < 0:
            end = len(body)
        run = body[at:end]
        if (run.translate(None, _NO_DIGITS) or b"hf_" in run or run.isupper()) and end - at <= _LONGEST:
            runs.append((at, end))
        at = find(_NEEDLE, end)
    return tuple(runs)


def _in_runs(body: bytes, runs: _Runs) -> Iterator[tuple[int, _Rules]]:
    text = b"\n".join([body[max(0, begin - _BEFORE) : end] for begin, end in runs])
    if _SOME.search(text):
        for keyword in [each for each in _IN_RUNS if each in text]:
            for begin, end in runs:
                yield from _within(body, keyword, max(0, begin - _BEFORE), end)
    for begin, end in runs:
        if not begin or body[begin - 1] in _OPENS:
            yield from _names(body, begin, end)


def _within(body: bytes, keyword: bytes, begin: int, end: int) -> Iterator[tuple[int, _Rules]]:
    at = body.find(keyword, begin, end)
    while at >= 0:
        yield at, _IN_RUNS[keyword]
        at = body.find(keyword, at + len(keyword), end)


def _names(body: bytes, begin: int, end: int) -> Iterator[tuple[int, _Rules]]:
    """Names that a value may be given to: before the run, or in it before a sign (``NAME=value``)."""
    start = max(body.rfind(b"\n", max(0, begin - _NAME), begin) + 1, begin - _NAME, 0)
    sign = body.rfind(b"=", begin, begin + len(body[begin:end].rstrip(b"=")))
    name = body[start : max(begin, sign)].lower()
    if _NAMED.search(name):
        for keyword, rules in _FOLDED.items():
            if keyword in name:
                yield start + name.rindex(keyword), rules


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
