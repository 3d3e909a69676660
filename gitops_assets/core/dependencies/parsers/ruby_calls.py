"""Ruby's statements and calls: what is called with which literals, and what only running it would tell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.ruby_text import Sort, Token, tokens

DEPTH = 200
"""Blocks within each other; nobody writes a tenth of that."""

Value = str | tuple[str | None, ...] | None
"""A text or symbol, a list of them, or None for what is no literal."""

_OPENERS = frozenset({"if", "unless", "case", "while", "until", "for", "begin", "def", "class", "module"})
_LOOPS = ("while", "until", "for")
_MODIFIERS = ("if", "unless", "while", "until", "rescue")
_CONTINUES = frozenset({",", ".", "&.", "+", "-", "*", "||", "&&", "=>", "=", "->", "?", ":", "<<", "|"})
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement without the new lines in it; ``opens`` a block that a later one ``closes``."""

    words: tuple[Token, ...]
    opens: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """``receiver.name one, two, key: three``; an assignment ``receiver.name = one`` is a call of ``name=``.

    ``conditional``: an ``if`` or ``unless`` stands behind it.
    """

    name: str
    line: int
    receiver: str = ""
    arguments: tuple[Value, ...] = ()
    options: Mapping[str, Value] = field(default_factory=dict)
    conditional: bool = False


def statements(text: str) -> Iterator[Statement]:
    """The statements of a Ruby text in their order; raises :class:`Malformed`."""
    return _Split(list(tokens(text))).run()


class _Split:
    def __init__(self, words: list[Token]) -> None:
        self._words, self._at = words, 0
        self._now: list[Token] = []
        self._brackets: list[Token] = []
        self._braces = self._depth = 0

    def run(self) -> Iterator[Statement]:
        """Every statement; raises :class:`Malformed` where a bracket stays open."""
        while self._at < len(self._words):
            word = self._words[self._at]
            self._at += 1
            yield from self._inside(word) if self._brackets else self._word(word)
        if self._brackets:
            raise Malformed("has a bracket that never closes", self._brackets[0].line)
        yield from self._said()

    def _inside(self, word: Token) -> Iterator[Statement]:
        """Within brackets only brackets count."""
        if word.is_sign(_BRACKETS[self._brackets[-1].value]):
            self._brackets.pop()
        elif word.is_sign(*_BRACKETS):
            self._brackets.append(word)
        if not word.is_sign("\n"):
            self._now.append(word)
        yield from ()

    def _word(self, word: Token) -> Iterator[Statement]:
        if word.is_sign("\n", ";") or self._separates(word):
            if not (word.is_sign("\n") and self._goes_on()):
                yield from self._said()
        elif self._opens_block(word):
            self._braces += word.value == "{"
            self._skip_parameters()
            yield from self._said(opens=True)
        elif self._closes_block(word):
            self._braces -= word.value == "}"
            yield from self._said()
            self._depth = max(0, self._depth - 1)
            yield Statement((), closes=True)
        else:
            self._keep(word)

    def _keep(self, word: Token) -> None:
        if word.is_sign(*_BRACKETS):
            self._brackets.append(word)
        self._now.append(word)

    def _said(self, *, opens: bool = False) -> Iterator[Statement]:
        opens = opens or _opens(self._now)
        self._depth += opens
        if self._depth > DEPTH:
            raise Malformed("is nested too deeply", self._words[self._at - 1].line)
        if self._now or opens:
            yield Statement(tuple(self._now), opens=opens)
        self._now = []

    def _separates(self, word: Token) -> bool:
        loop = bool(self._now) and self._now[0].is_name(*_LOOPS)
        return word.is_name("then") or (loop and word.is_name("do"))

    def _goes_on(self) -> bool:
        """Whether a line's end is no statement's end."""
        last = self._now[-1] if self._now else None
        if last is not None and (
            last.sort is Sort.LABEL or (last.sort is Sort.SIGN and last.value in _CONTINUES)
        ):
            return True
        following = self._words[self._at] if self._at < len(self._words) else None
        return following is not None and following.is_sign(".", "&.")

    def _opens_block(self, word: Token) -> bool:
        last = self._now[-1] if self._now else None
        if last is None or last.is_sign("."):
            return False
        called = last.sort is Sort.NAME or last.is_sign(")")
        return word.is_name("do") or (word.is_sign("{") and called)

    def _closes_block(self, word: Token) -> bool:
        called = bool(self._now) and self._now[-1].is_sign(".", "&.")
        return (word.is_name("end") and not called) or (word.is_sign("}") and self._braces > 0)

    def _skip_parameters(self) -> None:
        """``|name, other|`` behind a block's opening."""
        if self._at < len(self._words) and self._words[self._at].is_sign("|"):
            self._at += 1
            while self._at < len(self._words) and not self._words[self._at].is_sign("|", "\n"):
                self._at += 1
            self._at += 1


def _opens(words: Sequence[Token]) -> bool:
    """Whether ``end`` is due: a keyword begins the statement or what it assigns."""
    starts = [nth for nth in range(len(words)) if nth == 0 or words[nth - 1].is_sign("=")]
    return any(words[nth].is_name(*_OPENERS) for nth in starts)


def read_call(words: Sequence[Token], known: Mapping[str, Value] | None = None) -> Call | None:
    """The call that a statement is; ``known`` are the values of its names. None for every other statement."""
    words, conditional = _unconditional(words)
    receiver, rest = _receiver(words)
    if not rest or rest[0].sort is not Sort.NAME:
        return None
    name, line, given = rest[0].value, rest[0].line, rest[1:]
    if given and given[0].is_sign("="):
        value = _value(given[1:], known or {})
        return Call(f"{name}=", line, receiver, (value,), conditional=conditional)
    arguments: list[Value] = []
    options: dict[str, Value] = {}
    for each in _parts(_bare(given)):
        _add(each, arguments, options, known or {})
    return Call(name, line, receiver, tuple(arguments), options, conditional)


def _unconditional(words: Sequence[Token]) -> tuple[Sequence[Token], bool]:
    depth = 0
    for nth, word in enumerate(words):
        depth += word.is_sign(*_BRACKETS) - word.is_sign(*_BRACKETS.values())
        if nth and not depth and word.is_name(*_MODIFIERS):
            return words[:nth], True
    return words, False


def _receiver(words: Sequence[Token]) -> tuple[str, Sequence[Token]]:
    """``Gem::Specification`` and the rest of ``Gem::Specification.new``."""
    end = 0
    while end + 2 < len(words) and words[end].sort is Sort.NAME and words[end + 1].is_sign(".", "::"):
        end += 2
    return "".join(word.value for word in words[: max(0, end - 1)]), words[end:]


def _bare(given: Sequence[Token]) -> Sequence[Token]:
    """Arguments without the brackets around all of them."""
    whole = len(given) > 1 and given[0].is_sign("(") and _closing(given) == len(given) - 1
    return given[1:-1] if whole else given


def _closing(words: Sequence[Token]) -> int:
    depth = 0
    for nth, word in enumerate(words):
        depth += word.is_sign(*_BRACKETS) - word.is_sign(*_BRACKETS.values())
        if not depth:
            return nth
    return -1


def _parts(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """What stands between commas that are in no brackets."""
    depth = start = 0
    for nth, word in enumerate(words):
        depth += word.is_sign(*_BRACKETS) - word.is_sign(*_BRACKETS.values())
        if word.is_sign(",") and not depth:
            yield words[start:nth]
            start = nth + 1
    if words[start:]:
        yield words[start:]


def _add(
    words: Sequence[Token], arguments: list[Value], options: dict[str, Value], known: Mapping[str, Value]
) -> None:
    if words and words[0].is_sign("{") and words[-1].is_sign("}"):
        for each in _parts(words[1:-1]):
            _option(each, options, known)
    elif not _option(words, options, known):
        arguments.append(_value(words, known))


def _option(words: Sequence[Token], options: dict[str, Value], known: Mapping[str, Value]) -> bool:
    if words and words[0].sort is Sort.LABEL:
        options[words[0].value] = _value(words[1:], known)
        return True
    if len(words) > 1 and words[1].is_sign("=>"):
        options[words[0].value] = _value(words[2:], known)
        return True
    return False


def _value(words: Sequence[Token], known: Mapping[str, Value]) -> Value:
    if words and words[0].is_sign("*"):
        words = words[1:]
    if len(words) > 2 and words[-2].is_sign(".") and words[-1].is_name("freeze", "dup", "to_s"):
        words = words[:-2]
    if len(words) > 1 and words[0].is_sign("[") and words[-1].is_sign("]"):
        values = (
            _value(each, known) for each in _parts(words[1:-1]) if not each[:1] or not each[0].is_sign("[")
        )
        return tuple(each if isinstance(each, str) else None for each in values)
    if len(words) != 1:
        return None
    word = words[0]
    if word.sort in {Sort.TEXT, Sort.SYMBOL}:
        return word.value
    if word.sort is Sort.WORDS:
        return tuple(word.value.split())
    return known.get(word.value) if word.sort is Sort.NAME else None
