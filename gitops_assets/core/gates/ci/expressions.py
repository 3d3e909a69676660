"""Expressions of GitHub Actions, ``${{ … }}``: which contexts their value is made of.

What is only compared, or asked a yes/no question about, does not reach the value. Source:
[expressions](https://docs.github.com/en/actions/reference/workflows-and-actions/expressions).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

DEPTH = 40
"""Brackets in brackets that are followed; beyond them every context counts as part of the value."""

LONGEST = 20_000
"""Characters of one expression that are read; GitHub allows 21,000."""

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*')|(?P<name>[A-Za-z_][\w-]*)|(?P<number>[+-]?[0-9][\w.]*)"
    r"|(?P<sign>&&|\|\||[=!<>]=|[<>!()\[\].,*]))"
)
_PATH = re.compile(r"[a-z_][\w-]*(?:\.[\w*-]+)*")
_COMPARING = frozenset({"==", "!=", "<", ">", "<=", ">="})
_YES_OR_NO = frozenset(
    {"contains", "startswith", "endswith", "hashfiles", "success", "always", "cancelled", "failure"}
)


@dataclass(frozen=True, slots=True)
class Expression:
    """One ``${{ … }}`` as written, and the contexts that flow into its value, in small letters."""

    written: str
    contexts: tuple[str, ...]


def expressions(text: str) -> Iterator[Expression]:
    """Every expression of a text, in order; one that does not end is none."""
    at = text.find("${{")
    while at >= 0:
        end = text.find("}}", at)
        if end < 0:
            return
        yield Expression(text[at : end + 2], contexts(text[at + 3 : end]))
        at = text.find("${{", end)


@lru_cache(maxsize=4096)
def contexts(inside: str) -> tuple[str, ...]:
    """The contexts that flow into a value: ``github.head_ref``; an index that is no literal is ``*``."""
    text = inside[:LONGEST].lower()
    try:
        return tuple(dict.fromkeys(_Flow(list(_tokens(text))).either(0)))
    except _NotUnderstood:
        return tuple(dict.fromkeys(_PATH.findall(text)))


class _NotUnderstood(Exception):  # noqa: N818 - never leaves this file
    pass


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise _NotUnderstood
        yield found.lastgroup or "", found[found.lastgroup or 0]
        at = found.end()


class _Flow:
    """A walk over the tokens; each method returns the contexts that its part of the expression passes on."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens, self._at = tokens, 0

    def _take(self, *signs: str) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at][1] in signs:
            self._at += 1
            return self._tokens[self._at - 1][1]
        return ""

    def either(self, depth: int) -> list[str]:
        """What the sides of ``||`` pass on: either may be the value."""
        if depth > DEPTH:
            raise _NotUnderstood
        found = self._both(depth)
        while self._take("||"):
            found += self._both(depth)
        return found

    def _both(self, depth: int) -> list[str]:
        """The left side of ``&&`` is the value only where it is empty, zero or false."""
        found = self._compared(depth)
        while self._take("&&"):
            found = self._compared(depth)
        return found

    def _compared(self, depth: int) -> list[str]:
        found = self._negated(depth)
        while self._take(*_COMPARING):
            self._negated(depth)
            found = []
        return found

    def _negated(self, depth: int) -> list[str]:
        negated = False
        while self._take("!"):
            negated = True
        found = self._term(depth)
        return [] if negated else found

    def _term(self, depth: int) -> list[str]:
        if self._take("("):
            found = self.either(depth + 1)
            self._take(")")
            return self._indexed(found, depth)
        if self._at >= len(self._tokens):
            raise _NotUnderstood
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind != "name":
            return []
        if not self._take("("):
            return self._indexed([text], depth)
        given = self._arguments(depth)
        return [] if text in _YES_OR_NO else self._indexed(given, depth)

    def _arguments(self, depth: int) -> list[str]:
        found: list[str] = []
        while not self._take(")"):
            found += self.either(depth + 1)
            if not self._take(",") and not self._take(")"):
                raise _NotUnderstood
            if self._tokens[self._at - 1][1] == ")":
                break
        return found

    def _indexed(self, found: list[str], depth: int) -> list[str]:
        """The contexts with ``.name``, ``.*`` and ``['name']`` behind them."""
        steps: list[str] = []
        while sign := self._take(".", "["):
            if self._at >= len(self._tokens):
                raise _NotUnderstood
            kind, text = self._tokens[self._at]
            if sign == ".":
                steps.append(text)
                self._at += 1
                continue
            steps.append(text.strip("'") if kind == "text" else "*")
            self.either(depth + 1)
            self._take("]")
        return [".".join((each, *steps)) for each in found] if steps else found
