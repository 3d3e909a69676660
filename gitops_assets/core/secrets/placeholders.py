"""What stands where a secret would stand and is none: examples, placeholders, variables, words."""

import hashlib
import math
import re
from collections import Counter

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
_DOCUMENTED = frozenset({"0011cc25eb432071", "aa6547439583c3a2"})
"""Digests of keys that every installation has: of the emulators of Azure Storage and of Cosmos DB."""

_PART = re.compile(rb"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_WORD_LENGTH = 4


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
    parts = _PART.findall(value)
    letters = [len(part) for part in parts if part.isalpha()]
    return sum(size for size in letters if size >= _WORD_LENGTH) * 10 >= 6 * sum(letters)
