"""JSON from programs, looked at without trusting any of it."""

import json
from collections.abc import Iterator, Mapping
from typing import cast
from urllib.parse import unquote, urlsplit

from gitops_assets.core.text import display
from gitops_assets.core.tools.model import Unreadable
from gitops_assets.core.tree import is_safe

_LONGEST = 500
_LONGEST_LINE = 10_000_000


def parsed(text: str) -> object:
    """The value of a JSON text; raises :class:`Unreadable`."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("is no JSON" if text.strip() else "is empty") from None


def each_line(text: str) -> Iterator[object]:
    """The values of JSON lines."""
    for line in text.splitlines():
        if line.strip():
            yield parsed(line)


def mapping(value: object) -> Mapping[str, object]:
    """The value if it is an object, else an empty one."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def within(value: object, *way: str | int) -> object:
    """What stands at a path of keys and positions, or None."""
    for part in way:
        if isinstance(part, int):
            listed = items(value)
            value = listed[part] if 0 <= part < len(listed) else None
        else:
            value = mapping(value).get(part)
    return value


def text(value: object, limit: int = _LONGEST) -> str:
    """A text for people: one line, printable, bounded; empty for what is no text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    plain = display(" ".join(str(value)[: limit * 4].split()))
    return plain if len(plain) <= limit else f"{plain[: limit - 1]}…"


def line(value: object) -> int:
    """A line from 1; what is none is the first."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and isinstance(value, int) and 1 <= value <= _LONGEST_LINE else 1


def path(value: object) -> str:
    """A path within the tree, or nothing where it leads out of it."""
    if not isinstance(value, str) or len(value) > 4096:
        return ""
    plain = value.replace("\\", "/")
    while plain.startswith("./"):
        plain = plain[2:]
    return plain if plain and is_safe(plain) else ""


def uri(value: object) -> str:
    """The same for a URI reference (RFC 3986): percent-encoding undone, ``file:`` taken off."""
    if not isinstance(value, str) or len(value) > 12_288:
        return ""
    plain = value.removeprefix("file://").partition("#")[0].partition("?")[0]
    return path(unquote(plain, errors="surrogateescape"))


def address(value: object) -> str:
    """An https address that can be shown, or nothing."""
    if not isinstance(value, str) or len(value) > 300 or not value.isascii() or not value.isprintable():
        return ""
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    sound = parts.scheme == "https" and parts.hostname and "@" not in parts.netloc
    return value if sound and " " not in value else ""
