"""Ruby's words: enough of its lexical rules to read a Gemfile or a gemspec without running it.

Source: [Ruby syntax: literals](https://docs.ruby-lang.org/en/master/syntax/literals_rdoc.html).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from gitops_assets.core.dependencies.model import Malformed

LONGEST = 50_000
"""Characters of a text; the longest gemspecs, which list their files, have a quarter of that."""


class Sort(Enum):
    """What a token is."""

    TEXT = auto()
    """A literal string without its quotes."""
    CODE = auto()
    """A string that is put together when it runs, a regular expression, a document in place."""
    WORDS = auto()
    """``%w[a b]`` or ``%i[a b]``; the value keeps the spaces."""
    SYMBOL = auto()
    """``:name``, without the colon."""
    LABEL = auto()
    """``name:``, the key of an argument, without the colon."""
    NAME = auto()
    """An identifier, constant, keyword or number."""
    SIGN = auto()
    """Punctuation; a new line that may end a statement is ``\\n``."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word and the line it stands on; ``spaced`` where white space stands before it."""

    sort: Sort
    value: str
    line: int
    spaced: bool = False

    def is_sign(self, *values: str) -> bool:
        """Whether this is one of these signs."""
        return self.sort is Sort.SIGN and self.value in values

    def is_name(self, *values: str) -> bool:
        """Whether this is one of these names."""
        return self.sort is Sort.NAME and self.value in values


_BLANK = re.compile(r"(?:[ \t\r\f\v]|\\\n)*+(?:#[^\n]*)?+")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)"|\'((?:[^\'\\]|\\.)*+)\'|`((?:[^`\\]|\\.)*+)`', re.DOTALL)
_SYMBOL = re.compile(r":([A-Za-z_]\w*[?!=]?)")
_NAME = re.compile(r"[@$]{0,2}\w+(?:[?!](?!=))?")
_END = re.compile(r"__END__[ \t]*(?:\n|\Z)")
_SIGN = re.compile(r"<=>|\*\*|=>|->|=~|!~|==|!=|<=|>=|\|\||&&|::|<<|\.\.\.?|&\.|[+\-*/|&]=|.", re.DOTALL)
_REGEX = re.compile(r"/(?:[^/\\\n]|\\.)*+/?[a-z]*")
_PERCENT = re.compile(r"%([wWiIqQrxs]?)([^\w\s=])")
_HEREDOC = re.compile(r"<<(?:[~-]([A-Za-z_]\w*)|([A-Z_]\w*)|[~-]?(?:\"([^\"\n]+)\"|'([^'\n]+)'))")
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BEFORE_A_VALUE = frozenset({"if", "unless", "and", "or", "not", "when", "while", "until", "return", "in"})


def tokens(text: str) -> Iterator[Token]:
    """The words of a Ruby text up to ``__END__``; raises :class:`Malformed` where a literal never ends."""
    if len(text) > LONGEST:
        raise Malformed(f"has {len(text):,} characters, more than {LONGEST:,}")
    return _Scan(text).run()


class _Scan:
    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1
        self._last: Token | None = None
        self._documents: list[tuple[str, int]] = []
        self._spaced = False

    def run(self) -> Iterator[Token]:
        """Every token up to the end of the program."""
        while self._at < len(self._text):
            if self._starts_line() and self._whole_line():
                continue
            start = self._at
            self._move(self._expect(_BLANK).end())
            self._spaced = self._at > start
            if self._at >= len(self._text) or self._ended():
                return
            token = self._token()
            self._last = token
            yield token
            if token.is_sign("\n"):
                self._skip_documents()

    def _starts_line(self) -> bool:
        return self._at == 0 or self._text[self._at - 1] == "\n"

    def _ended(self) -> bool:
        return self._starts_line() and _END.match(self._text, self._at) is not None

    def _whole_line(self) -> bool:
        """Comments between ``=begin`` and ``=end``, and conflict markers."""
        if self._text.startswith(("<<<<<<< ", ">>>>>>> "), self._at):
            raise Malformed("has merge-conflict markers", self._line)
        if not self._text.startswith("=begin", self._at):
            return False
        end = self._text.find("\n=end", self._at)
        stop = self._text.find("\n", end + 1) if end >= 0 else -1
        self._move(stop if stop >= 0 else len(self._text))
        return True

    def _token(self) -> Token:
        token = self._literal(self._text[self._at]) or self._word()
        if token is not None:
            return token
        found = self._expect(_SIGN)
        return self._take(Sort.SIGN, found[0], found.end())

    def _literal(self, opening: str) -> Token | None:
        if opening in "\"'`":
            return self._string(opening)
        if opening == "%":
            return self._percent()
        if opening == "<":
            return self._heredoc()
        return self._regex() if opening == "/" else None

    def _string(self, opening: str) -> Token:
        found = _STRING.match(self._text, self._at)
        if found is None:
            raise Malformed("has a string that never ends", self._line)
        if found[2] is not None:
            return self._text_token(found[2], found.end(), ":")
        inside = found[1] if found[1] is not None else found[3]
        return self._text_token(inside, found.end(), ":", code=opening == "`" or "#{" in inside)

    def _text_token(self, inside: str, end: int, label: str = "", *, code: bool = False) -> Token:
        if code:
            return self._take(Sort.CODE, inside, end)
        value = _ESCAPE.sub(r"\1", inside)
        is_label = label and self._text.startswith(label, end) and not self._text.startswith("::", end)
        return self._take(Sort.LABEL, value, end + 1) if is_label else self._take(Sort.TEXT, value, end)

    def _percent(self) -> Token | None:
        found = _PERCENT.match(self._text, self._at)
        if found is None or (self._after_a_value() and not (self._spaced and found[1])):
            return None
        end = self._closed(found[2], found.end())
        inside, sort = self._text[found.end() : end], found[1]
        if sort and sort in "wWiI":
            return self._take(Sort.WORDS, inside, end + 1)
        return self._text_token(inside, end + 1, code=sort in {"r", "x"} or "#{" in inside)

    def _closed(self, opening: str, start: int) -> int:
        """Where the literal's own delimiter stands; pairs inside of it are counted."""
        closing, depth = _CLOSING.get(opening, opening), 1
        for found in re.compile(rf"\\.|{re.escape(opening)}|{re.escape(closing)}", re.DOTALL).finditer(
            self._text, start
        ):
            if found[0] == closing:
                depth -= 1
            elif found[0] == opening:
                depth += 1
            if depth == 0:
                return found.start()
        raise Malformed("has a literal that never ends", self._line)

    def _heredoc(self) -> Token | None:
        found = _HEREDOC.match(self._text, self._at)
        if found is None or (self._after_a_value() and not self._spaced):
            return None
        self._documents.append((next(mark for mark in found.groups() if mark), self._line))
        return self._take(Sort.CODE, found[0], found.end())

    def _regex(self) -> Token | None:
        tight = self._text[self._at + 1 : self._at + 2].strip() != ""
        divides = self._after_a_value() and not (self._spaced and tight)
        found = None if divides else _REGEX.match(self._text, self._at)
        return self._take(Sort.CODE, found[0], found.end()) if found else None

    def _word(self) -> Token | None:
        if found := _SYMBOL.match(self._text, self._at):
            return self._take(Sort.SYMBOL, found[1], found.end())
        found = _NAME.match(self._text, self._at)
        if found is None:
            return None
        if self._text.startswith(":", found.end()) and not self._text.startswith("::", found.end()):
            return self._take(Sort.LABEL, found[0], found.end() + 1)
        return self._take(Sort.NAME, found[0], found.end())

    def _after_a_value(self) -> bool:
        last = self._last
        if last is None or last.sort is Sort.LABEL:
            return False
        if last.sort is Sort.SIGN:
            return last.value in {")", "]", "}"}
        return not last.is_name(*_BEFORE_A_VALUE)

    def _skip_documents(self) -> None:
        for mark, line in self._documents:
            found = re.compile(rf"^[ \t]*{re.escape(mark)}[ \t]*$", re.MULTILINE).search(self._text, self._at)
            if found is None:
                raise Malformed(f"has a document {mark[:50]!r} that never ends", line)
            self._move(min(found.end() + 1, len(self._text)))
        self._documents.clear()

    def _expect(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise Malformed("is no Ruby", self._line)
        return found

    def _take(self, sort: Sort, value: str, end: int) -> Token:
        token = Token(sort, value, self._line, self._spaced)
        self._move(end)
        return token

    def _move(self, end: int) -> None:
        self._line += self._text.count("\n", self._at, end)
        self._at = end
