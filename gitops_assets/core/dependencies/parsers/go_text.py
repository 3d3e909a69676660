"""The line format of go.mod and go.work: a verb and words, or a verb and a block of lines of words.

Source: [Go Modules Reference](https://go.dev/ref/mod#go-mod-file-lexical).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.dependencies.model import Malformed

# A comment, an interpreted or raw string, punctuation that stands alone, or a word.
_PIECE = re.compile(r'//.*|"(?:[^"\\]|\\.)*+"?|`[^`]*`?|=>|[()\[\],]|(?:(?!//)[^\s()\[\],"`])+')
_CONFLICT = ("<<<<<<< ", ">>>>>>> ")


@dataclass(frozen=True, slots=True)
class Directive:
    """One line of meaning: ``require a v1 // indirect`` also where ``require`` stands above a block."""

    verb: str
    words: tuple[str, ...]
    comment: str
    line: int


def read_directives(text: str) -> Iterator[Directive]:
    """The directives of a go.mod or go.work; raises :class:`Malformed`."""
    verb, opened = "", 0
    for line, written in enumerate(text.split("\n"), start=1):
        if written.startswith(_CONFLICT):
            raise Malformed("has merge-conflict markers", line)
        words, comment = _words(written)
        if not words:
            continue
        if verb and words == [")"]:
            verb = ""
        elif verb:
            yield Directive(verb, tuple(words), comment, line)
        elif words[1:] == ["("]:
            verb, opened = words[0], line
        elif words[1:] != ["(", ")"]:
            yield Directive(words[0], tuple(words[1:]), comment, line)
    if verb:
        raise Malformed(f"opens a block {verb!r} and never closes it", opened)


def _words(written: str) -> tuple[list[str], str]:
    words: list[str] = []
    for found in _PIECE.finditer(written):
        piece = found[0]
        if piece.startswith("//"):
            return words, piece[2:].strip()
        words.append(piece.strip(piece[0]) if piece[0] in {'"', "`"} else piece)
    return words, ""
