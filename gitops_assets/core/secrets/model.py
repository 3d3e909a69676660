"""What a kind of secret looks like."""

import re
from collections.abc import Callable
from dataclasses import dataclass


def always(_match: re.Match[bytes]) -> bool:
    """Nothing but the form has to fit."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of secret.

    ``pattern`` is tried only where one of the ``keywords`` begins, so it begins with that keyword (what is
    before it is for lookbehinds), and each repetition in it is bounded. Its group ``secret`` is the value.
    ``folded`` keywords are lower case, stand in the name of what is assigned, and are found in any case.
    ``entropy`` is the least in bits a character. A ``strong`` form is a secret wherever it stands, any other
    is left alone in tests and documentation. ``chosen`` values are made up by people, so even a hash would
    tell. ``bulky`` values are so long that what marks a placeholder stands in them by chance.
    """

    id: str
    title: str
    keywords: tuple[bytes, ...]
    pattern: re.Pattern[bytes]
    folded: bool = False
    entropy: float = 3.0
    strong: bool = True
    chosen: bool = False
    bulky: bool = False
    confirms: Callable[[re.Match[bytes]], bool] = always


def form(pattern: str, *, folded: bool = False) -> re.Pattern[bytes]:
    """A pattern over bytes, written over several lines."""
    return re.compile(pattern.encode("ascii"), re.VERBOSE | (re.IGNORECASE if folded else 0))


def token(
    id_: str,
    title: str,
    keywords: str,
    pattern: str,
    entropy: float = 3.0,
    *,
    confirms: Callable[[re.Match[bytes]], bool] = always,
) -> Rule:
    """A value that its prefix gives away: ``keywords`` separated by spaces, ``pattern`` with them.

    No letter or digit may stand on either side.
    """
    bounded = rf"(?<![A-Za-z0-9])(?P<secret>{pattern})(?![A-Za-z0-9])"
    return Rule(
        id=id_,
        title=title,
        keywords=tuple(keywords.encode().split()),
        pattern=form(bounded),
        entropy=entropy,
        confirms=confirms,
    )


def ended(id_: str, title: str, keyword: str, before: str, pattern: str) -> Rule:
    """A value that its middle or end gives away; ``before`` looks behind at what it begins with."""
    bounded = rf"{before}(?P<secret>{pattern})(?![\w/+=-])"
    return Rule(id=id_, title=title, keywords=(keyword.encode(),), pattern=form(bounded), entropy=0)


def assigned(id_: str, title: str, keywords: str, value: str, named: str = "") -> Rule:
    """A value without a prefix, given to a name that begins with a keyword, goes on and holds ``named``."""
    words = keywords.split()
    pattern = rf"""
        (?:{"|".join(words)}) {f"[a-z0-9_.-]{{0,30}}?(?:{named})" if named else ""} [a-z0-9_.-]{{0,20}}
        ["'\]]{{0,2}} [ \t]{{0,8}} (?:=>|:=|[=:]) [ \t]{{0,8}} ["'`]?
        (?P<secret>(?-i:{value})) (?![\w/+=-])
    """
    keys = tuple(word.encode() for word in words)
    return Rule(
        id=id_, title=title, keywords=keys, pattern=form(pattern, folded=True), folded=True, strong=False
    )
