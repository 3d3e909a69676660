"""Variables in values, as shells, Compose and Dockerfiles write them."""

import re
from collections.abc import Mapping

DEPTH = 5
"""Defaults inside of defaults that are followed."""

LONGEST = 4096
"""Characters of a text, or of a value that is put in; doubling a value often enough would fill any memory."""

_START = re.compile(r"\$(?:(?P<dollar>\$)|(?P<name>[A-Za-z_]\w*)|\{)", re.ASCII)
_INSIDE = re.compile(r"([A-Za-z_]\w*)(?:(:?[-+?])(.*))?", re.ASCII | re.DOTALL)


def interpolated(text: str, values: Mapping[str, str], *, depth: int = DEPTH) -> str:
    """The text with the variables put in; one that has neither a value nor a default stays as written.

    Obeys ``$NAME``, ``${NAME}``, ``${NAME:-default}``, ``${NAME-default}``, ``${NAME:+other}`` and ``$$``.
    """
    if "$" not in text or len(text) > LONGEST:
        return text
    parts, at = [], 0
    while found := _START.search(text, at):
        parts.append(text[at : found.start()])
        end = found.end() if found[0] != "${" else _closing(text, found.end())
        if not end:
            parts.append(text[found.start() :])
            return "".join(parts)
        parts.append(_value(text[found.start() : end], found, values, depth))
        at = end
    return "".join((*parts, text[at:]))


def _closing(text: str, start: int) -> int:
    """The position behind the brace that closes; 0 where there is none."""
    depth = 1
    for at in range(start, len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if not depth:
            return at + 1
    return 0


def _value(written: str, start: re.Match[str], values: Mapping[str, str], depth: int) -> str:
    if start["dollar"]:
        return "$"
    if start["name"]:
        return _short(values.get(start["name"]), written)
    inside = _INSIDE.fullmatch(written[2:-1])
    if inside is None or not depth:
        return written
    name, operator, word = inside[1], inside[2] or "", inside[3] or ""
    value = values.get(name)
    if operator.endswith("+"):
        return interpolated(word, values, depth=depth - 1) if value else ""
    if operator.endswith("-") and (value is None or (operator == ":-" and not value)):
        return interpolated(word, values, depth=depth - 1)
    return _short(value, written)


def _short(value: str | None, written: str) -> str:
    return written if value is None or len(value) > LONGEST else value
