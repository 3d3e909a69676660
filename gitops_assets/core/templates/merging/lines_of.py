"""A text as lines, and apart from them what nobody sees: byte order mark, line ends, a last line end."""

from dataclasses import dataclass

BOM = b"\xef\xbb\xbf"
_LONGEST = 8 << 20
_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Text:
    """Lines without their ends; ``end`` is what most lines end with, ``closed`` whether the last one does."""

    lines: tuple[bytes, ...]
    end: bytes
    closed: bool
    bom: bool


def is_text(*bodies: bytes | None) -> bool:
    """Whether none of these is binary (git's rule, a zero byte, over everything) or larger than is merged."""
    return not any(body is not None and (b"\0" in body or len(body) > _LONGEST) for body in bodies)


def text_of(body: bytes) -> Text:
    r"""The lines of a body; only ``\n`` ends one, a ``\r`` before it belongs to its end."""
    bom = body.startswith(BOM)
    rest = body.removeprefix(BOM)
    windows = rest.count(b"\r\n")
    end = b"\r\n" if windows * 2 > rest.count(b"\n") else b"\n"
    closed = rest.endswith(b"\n") or not rest
    lines = rest.split(b"\n")
    if closed:
        lines.pop()
    return Text(tuple(lines), end, closed, bom)


def key(line: bytes) -> bytes:
    """What a line is compared by: how it ends does not count."""
    return line.removesuffix(b"\r")


def joined(lines: list[bytes], like: Text, *, closed: bool, bom: bool) -> bytes:
    r"""Lines, the ``\r`` of their ends included, as a body; an open last line has no end."""
    body = b"\n".join(lines)
    if closed and lines:
        body += b"\n"
    else:
        body = body.removesuffix(like.end[:-1])
    return BOM + body if bom else body


def ended(line: bytes, like: Text) -> bytes:
    """A line from elsewhere with the end that this text's lines have, as far as it belongs to the line."""
    return key(line) + like.end[:-1]


def like(body: bytes, around: Text) -> bytes:
    """The same text with the line ends and the mark of another one."""
    text = text_of(body)
    lines = [ended(line, around) for line in text.lines]
    return joined(lines, around, closed=text.closed, bom=around.bom)


def shown(body: bytes | None) -> str:
    """A body for people: text, what is not UTF-8 replaced, cut where it gets long."""
    if body is None:
        return ""
    if b"\0" in body:
        return f"(binary, {len(body):,} bytes)"
    text = body[: _SHOWN * 4].decode("utf-8", "replace")
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
