"""The bytes of ``report.json`` or ``report.ndjson`` as one document, whoever wrote them."""

import json
from collections import Counter
from typing import Any, NoReturn

from gitops_assets.core.importing.places import At, Unimportable
from gitops_assets.core.report import SCHEMA
from gitops_assets.core.stream import GROUPS, PLACES, STREAM

MOST = 256 * 1024 * 1024
"""Bytes of a document: ten thousand repositories with a hundred findings each."""


def parsed(content: bytes) -> At:
    """The document in the shape of ``report.json``; raises :class:`Unimportable` with the line or place."""
    if len(content) > MOST:
        raise Unimportable(f"it has {len(content):,} bytes, which is more than {MOST:,}")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unimportable(f"line {line} is no UTF-8 at byte {error.start}") from None
    first, _, rest = text.partition("\n")
    if rest.strip() and _is_line(first):
        return _demand(_streamed(text), STREAM)
    whole = _json(text, 1)
    if isinstance(whole, dict) and whole.get("type") == "header":
        return _demand(_streamed(text), STREAM)
    return _demand(At(whole), SCHEMA)


def _is_line(first: str) -> bool:
    """Whether this is a line of a stream: an object that says of which type it is."""
    if not (first.startswith("{") and first.rstrip().endswith("}")):
        return False
    try:
        line = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(line, dict) and "type" in line


def _demand(document: At, schema: str) -> At:
    named = document["schema"].text()
    if named != schema:
        raise Unimportable(
            f"its schema is {named!r}; this version reads {schema!r}: use the version of gitops-assets that "
            "wrote it, or export it again"
        )
    return document


def _json(text: str, line: int) -> Any:  # noqa: ANN401 - JSON has no narrower type
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        at = line + error.lineno - 1
        raise Unimportable(f"line {at}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise Unimportable(f"line {line}: it is nested too deeply") from None
    except ValueError as error:
        raise Unimportable(f"line {line}: {error}") from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _streamed(text: str) -> At:
    """The lines of a stream, each put where it belongs."""
    whole: dict[str, Any] = {}
    counts: Counter[str] = Counter()
    footer: At | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if footer is not None:
            raise Unimportable(f"line {number} stands behind the footer")
        row = At(_json(line, number), f"line {number}")
        kind = row["type"].text()
        if (kind == "header") != (number == 1):
            raise row.wrong(f"is a line of type {kind!r}: the header is the first line and no other")
        if kind == "footer":
            footer = row
            continue
        counts[kind] += kind != "header"
        _put(whole, kind, row)
    _complete(footer, counts)
    return At(whole)


def _complete(footer: At | None, counts: Counter[str]) -> None:
    if footer is None:
        raise Unimportable("its last line is no footer: the stream was cut off")
    if not isinstance(footer["lines"].value, dict):
        raise footer["lines"].wrong("is no object of counts")
    told = {kind: footer["lines"][kind].whole() for kind in footer["lines"].value}
    if told != +counts:
        raise footer.wrong(f"counts other lines than there are: {told} are told, {dict(counts)} are here")


def _put(whole: dict[str, Any], kind: str, row: At) -> None:
    document = {key: value for key, value in row.value.items() if key != "type"}
    if kind == "header":
        whole |= {"repositories": [], "findings": [], "changes": [], "rules": [], **document}
    elif kind == "quality":
        whole["quality"] = document
    elif kind in PLACES:
        parts = PLACES[kind]
        place = whole
        for part in parts[:-1]:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise row.wrong(f"belongs into {part!r}, which the header says is something else")
        rows = place.setdefault(parts[-1], [])
        if not isinstance(rows, list):
            raise row.wrong(f"belongs into {parts[-1]!r}, which the header says is no list")
        rows.append(row["slugs"].value if kind in GROUPS else document)
