"""What stands where a secret would stand and is none: examples, placeholders, variables, words."""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable

_PLACEHOLDER = re.compile(
    rb"""
    example|sample|dummy|placehold|change[_-]?(?:me|it|this)|your[_-]|x{4}|redacted|insert|replace
    |(?<![A-Z0-9])(?:test|todo|fake|mock)|(?:test|todo|fake|mock)(?![A-Z0-9])|invalid|foobar|lorem|secret[_-]?(?:key|token|value|here)|my[_-]?(?:secret|token|password|key)|unused
    |pass(?:word|wd)|not[_-]?(?:a|real)|deadbeef|hunter2|obfuscat|demo[_-]
    |\*{3}|\.{3}|\xe2\x80\xa6|<|>|\$[\{(a-z_]|\{\{|\}\}|%[(s{]|\#\{|@@|^\$|^%|^&|^\{
    |012345|123456|234567|456789|987654|abcdef[^0-9]|abcdefg|bcdefgh|qwerty|0{5}|(.)\1{4}
    |^(..)\2{3}|^(...)\3{3}|^(....)\4{3}
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_EMULATORS = frozenset({"0011cc25eb432071", "aa6547439583c3a2"})
"""Digests of keys that every installation has: of the emulators of Azure Storage and of Cosmos DB."""
_FIREBASE = frozenset(
    {
        "2037abcaffb2b777",
        "3f370c9dd8225c63",
        "e4a5542bb7fd7b67",
        "a19f89ab3555eac1",
        "0b476bdf9acf2123",
        "eb540d2b6ee2a0a4",
        "37f8f09bdf12c2f2",
        "8731261cb72d8626",
        "49f777db995e8260",
        "27a9a42931dff7eb",
        "dc0fcf046c61640c",
        "4c98242dcadc8b29",
        "ea9bb1082cf95663",
        "3a8b61d0f636b007",
        "a6c814bc555ae62c",
    }
)
"""Digests of keys that Google publishes in the sources and samples of Firebase."""
_DOCUMENTED = _EMULATORS | _FIREBASE

_PART = re.compile(rb"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_WORD = re.compile(rb".{4}")
_UNSPEAKABLE = re.compile(rb"[b-df-hj-np-tv-xz]{4}|q[^u]|[jv][b-df-hj-np-tv-xz]", re.IGNORECASE)
"""What words do not hold: so many consonants, or a ``q``, ``j`` or ``v`` before a wrong letter."""


def placeholder(value: bytes) -> bool:
    """Whether it says itself that it is no secret, or is published as an example."""
    return _PLACEHOLDER.search(value) is not None or _digest(value) in _DOCUMENTED


def _digest(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()[:16]


def entropy(value: bytes) -> float:
    """Bits a character, from the frequencies in the value itself (Shannon 1948, section 6)."""
    return -sum(n / len(value) * math.log2(n / len(value)) for n in Counter(value).values())


def worded(value: bytes) -> bool:
    """Whether most of it is words, as in a name, a path or a sentence: random letters seldom stand so."""
    return _mostly(value, _WORD.search)


def spoken(value: bytes) -> bool:
    """Whether most of it is words that can be spoken: nothing else in a row of letters is one."""
    return _mostly(value, lambda part: _WORD.search(part) and not _UNSPEAKABLE.search(part))


def _mostly(value: bytes, word: Callable[[bytes], object]) -> bool:
    letters = [part for part in _PART.findall(value) if part.isalpha()]
    return sum(len(part) for part in letters if word(part)) * 10 >= 6 * sum(map(len, letters))
