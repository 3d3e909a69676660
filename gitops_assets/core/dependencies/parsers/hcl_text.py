"""HCL (Terraform, OpenTofu) as far as dependencies need it: blocks, literal strings and objects, with lines.

Expressions are stepped over, not understood: an attribute whose value is no literal is None. One pass,
which a full grammar is not (python-hcl2 takes half a second for 2,000 lines). Source:
[HCL native syntax](https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gitops_assets.core.dependencies.model import Malformed

DEPTH = 100

_TOKEN = re.compile(
    r"(?P<space>[^\S\n]+|\#[^\n]*|//[^\n]*)|(?P<newline>\n)|(?P<comment>/\*)|(?P<heredoc><<-?[^\W\d][\w-]*[^\S\n]*\n)"
    r"|(?P<quote>\")|(?P<name>[^\W\d][\w-]*)|(?P<sign>[0-9][\w.]*|.)",
    re.DOTALL,
)
_STOP = re.compile(r'["\\\n{}]|[$%]+\{')
_OPEN = {"(": ")", "[": "]", "{": "}"}
_CONFLICT = re.compile(r"^(?:<{7} |>{7} )", re.MULTILINE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value and its line: a text, an object, or None for every other expression."""

    line: int
    value: "str | Mapping[str, Attribute] | None" = None

    @property
    def text(self) -> str | None:
        """The literal text, None where it is none or empty."""
        return self.value if isinstance(self.value, str) and self.value else None

    def inside(self, key: str) -> str | None:
        """The literal text under a key of an object."""
        found = self.value.get(key) if isinstance(self.value, Mapping) else None
        return found.text if found else None


@dataclass(frozen=True, slots=True)
class Block:
    """One block, ``kind "label" { … }``; the file itself is one without a kind."""

    kind: str = ""
    labels: tuple[str, ...] = ()
    line: int = 1
    attributes: dict[str, Attribute] = field(default_factory=dict)
    blocks: "list[Block]" = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """The literal text of an attribute."""
        found = self.attributes.get(name)
        return found.text if found else None

    def all(self, kind: str) -> "Iterator[Block]":
        """The blocks of a kind that stand directly in this one."""
        return (block for block in self.blocks if block.kind == kind)


def read_hcl(text: str) -> Block:
    """The blocks of a text; raises :class:`Malformed` where a string, comment or bracket has no end."""
    body = Block()
    try:
        _Reader(list(_tokens(text))).body(body, 0)
    except Malformed as fault:
        conflict = _CONFLICT.search(text)
        raise (Malformed("has merge-conflict markers", fault.line) if conflict else fault) from None
    return body


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


def _tokens(text: str) -> Iterator[_Token]:
    at, line = 0, 1
    while found := _TOKEN.match(text, at):
        kind, at = found.lastgroup or "", found.end()
        value = found[0]
        if kind == "quote":
            at, literal = _string_end(text, at, line)
            kind, value = ("text" if literal else "template"), text[found.end() : at - 1]
        elif kind == "comment":
            at = _behind(text, "*/", at, line)
        elif kind == "heredoc":
            at = _heredoc_end(text, value, at, line)
        if kind not in {"space", "comment"}:
            yield _Token(kind, value, line)
        line += text.count("\n", found.start(), at)


def _behind(text: str, end: str, at: int, line: int) -> int:
    closing = text.find(end, at)
    if closing < 0:
        raise Malformed(f"is no HCL: what begins here never ends with {end!r}", line)
    return closing + len(end)


def _heredoc_end(text: str, opening: str, at: int, line: int) -> int:
    """Where the line with the marker ends; its newline stays, for it ends the attribute."""
    marker = opening.strip().lstrip("<-")
    found = re.compile(rf"^[^\S\n]*{re.escape(marker)}[^\S\n]*$", re.MULTILINE).search(text, at)
    if found is None:
        raise Malformed(f"is no HCL: the text {marker!r} has no end", line)
    return found.end()


def _string_end(text: str, at: int, line: int) -> tuple[int, bool]:
    """Where a quoted string ends, and whether it is literal; templates may hold strings again."""
    inside, literal = ['"'], True
    while found := _STOP.search(text, at):
        sign, at = found[0], found.end()
        quoted = inside[-1] == '"'
        if sign == "\\":
            at += 1
        elif sign == '"':
            inside.pop() if quoted else inside.append('"')
        elif sign == "\n" and quoted:
            break
        elif sign == "}" and not quoted:
            inside.pop()
        elif sign in {"${", "%{"} or (sign == "{" and not quoted):
            inside.append("{")
            literal = False
        if not inside:
            return at, literal
    raise Malformed("is no HCL: a string has no end", line)


class _Reader:
    """A walk over the tokens, one look ahead."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._at = tokens, 0
        self._end = _Token("end", "", tokens[-1].line if tokens else 1)

    def _next(self) -> _Token:
        token = self._peek()
        self._at += 1
        return token

    def _peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else self._end

    def body(self, block: Block, depth: int) -> None:
        """Fill a block until the brace that closes it, the file's until its end."""
        if depth > DEPTH:
            raise Malformed("is nested too deeply", block.line)
        while (token := self._next()).kind != "end":
            if token.text == "}" and token.kind == "sign" and depth:
                return
            if token.kind == "name":
                self._statement(token, block, depth)
            elif token.kind != "newline":
                raise Malformed(f"is no HCL: {token.text[:40]!r} begins nothing", token.line)
        if depth:
            raise Malformed(f"is no HCL: the block {block.kind!r} has no end", block.line)

    def _statement(self, start: _Token, block: Block, depth: int) -> None:
        labels: list[str] = []
        while (token := self._next()).kind in {"name", "text", "template"}:
            labels.append(_plain(token))
        if token.text == "=" and token.kind == "sign" and not labels:
            block.attributes[start.text] = self._expression(start.line, depth)
        elif token.text == "{" and token.kind == "sign":
            inner = Block(start.text, tuple(labels), start.line)
            block.blocks.append(inner)
            self.body(inner, depth + 1)
        else:
            raise Malformed(f"is no HCL: {start.text!r} is neither a block nor an attribute", start.line)

    def _expression(self, line: int, depth: int) -> Attribute:
        """The value that begins here; what follows a literal on its line makes it an expression."""
        value: str | Mapping[str, Attribute] | None = None
        token = self._peek()
        if token.kind == "text":
            self._next()
            value = _plain(token)
        elif token.text == "{" and token.kind == "sign":
            value = self._object(depth + 1)
        return Attribute(line, None if self._skip() else value)

    def _skip(self) -> bool:
        """Step to the end of an expression, brackets in balance; whether there was anything."""
        closing: list[str] = []
        skipped = False
        while (token := self._peek()).kind != "end":
            sign = token.text if token.kind == "sign" else ""
            if not closing and (token.kind == "newline" or sign in {"}", ","}):
                return skipped
            if sign in _OPEN:
                closing.append(_OPEN[sign])
            elif closing and sign == closing[-1]:
                closing.pop()
            self._next()
            skipped = True
        return skipped

    def _object(self, depth: int) -> Mapping[str, Attribute] | None:
        opening = self._next()
        if depth > DEPTH:
            raise Malformed("is nested too deeply", opening.line)
        found: dict[str, Attribute] = {}
        whole = True
        while (token := self._next()).kind != "end":
            if token.kind == "sign" and token.text == "}":
                return found if whole else None
            if token.kind in {"name", "text"} and self._peek().text in {"=", ":"}:
                self._next()
                found[_plain(token)] = self._expression(token.line, depth)
            elif token.kind != "newline" and token.text != ",":
                self._at -= 1
                whole = self._skip() and False
        raise Malformed("is no HCL: a brace has no end", opening.line)


def _plain(token: _Token) -> str:
    if "\\" not in token.text or token.kind == "name":
        return token.text
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]), token.text)
