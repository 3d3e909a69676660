"""The statements of a Gradle script, Groovy or Kotlin: read as words and texts, never run.

Neither language can be read without running it; what stands in the usual form is found, the rest is not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CONDITIONS = frozenset({"if", "else"})

REACH = 8
"""So many blocks around a statement are remembered."""

_PIECE = re.compile(
    r"""
    //[^\n]* | /\*.*?(?:\*/|\Z)
    | \"{3}.*?(?:\"{3}|\Z) | '{3}.*?(?:'{3}|\Z)
    | "(?:[^"\\\n]|\\.)*+"? | '(?:[^'\\\n]|\\.)*+'? | `[^`\n]*+`?
    | [A-Za-z_$][\w$]*+(?:\.[A-Za-z_$][\w$]*+)*+
    | \n | \S
    """,
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word (``libs.core``), a text without its quotes, or a mark."""

    text: str
    line: int
    quoted: bool = False

    @property
    def word(self) -> bool:
        """Whether this is a name, dotted or not."""
        return not self.quoted and (self.text[0].isalpha() or self.text[0] in "_$")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; ``way`` are the first words of the blocks around it, the innermost last."""

    way: tuple[str, ...]
    pieces: tuple[Piece, ...]

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.pieces[0].line

    @property
    def block(self) -> str:
        """The first word of the innermost block that is no condition, "" at the top of the file."""
        return next((name for name in reversed(self.way) if name not in _CONDITIONS), "")

    @property
    def texts(self) -> list[Piece]:
        """What stands in quotes."""
        return [piece for piece in self.pieces if piece.quoted]

    @property
    def shape(self) -> str:
        """The pieces as one text, each text of the script as a quote: ``ext.x="``."""
        return " ".join('"' if piece.quoted else piece.text for piece in self.pieces)


def statements(text: str) -> Iterator[Statement]:
    """Every statement of a script; what opens a block is one too."""
    way: list[tuple[str, int]] = []
    found: list[Piece] = []
    depth = 0
    for piece in _pieces(text):
        mark = "" if piece.quoted else piece.text
        ends = mark in {"{", "}", ";"} or (mark == "\n" and not depth and not _goes_on(found))
        if not ends:
            depth = max(0, depth + (mark in {"(", "["}) - (mark in {")", "]"}))
            if mark != "\n":
                found.append(piece)
            continue
        if found:
            yield Statement(tuple(name for name, _ in way[-REACH:]), tuple(found))
        if mark == "{":
            way.append((found[0].text if found else "", depth))
            depth = 0
        elif mark == "}" and way:
            depth = way.pop()[1]
        found = []
    if found:
        yield Statement(tuple(name for name, _ in way[-REACH:]), tuple(found))


def _goes_on(found: list[Piece]) -> bool:
    return bool(found) and not found[-1].quoted and found[-1].text in {",", "+", "="}


def _pieces(text: str) -> Iterator[Piece]:
    line, at = 1, 0
    for found in _PIECE.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        piece = found[0]
        if piece[0] in "\"'`":
            yield Piece(_unquoted(piece), line, quoted=True)
        elif not piece.startswith(("//", "/*")):
            yield Piece(piece, line)


def _unquoted(piece: str) -> str:
    quote = piece[:3] if piece[:3] in {'"""', "'''"} else piece[0]
    return piece.removeprefix(quote).removesuffix(quote)
