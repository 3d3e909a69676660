"""Rows as JSON and back, without loss: what was read out of a file is kept and never read twice."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from gitops_assets.core.dependencies.model import (
    Claim,
    Confidence,
    Definition,
    Dependency,
    Kind,
    Locked,
    Publication,
    Row,
    Scope,
    Skipped,
)

_TYPES: dict[str, type[Row]] = {
    "dependency": Dependency,
    "publication": Publication,
    "locked": Locked,
    "definition": Definition,
    "claim": Claim,
    "skipped": Skipped,
}
_NAMES = {kind: name for name, kind in _TYPES.items()}
_FIELDS = {name: tuple(field.name for field in fields(kind)) for name, kind in _TYPES.items()}
_VALUES = {name: attrgetter(*names) for name, names in _FIELDS.items()}
_WORDS: dict[str, type[Kind] | type[Scope] | type[Confidence]] = {
    "kind": Kind,
    "scope": Scope,
    "confidence": Confidence,
}

Document = dict[str, list[list[Any]]]
"""By type, the values of each row in the order of its fields."""


def rows_document(rows: Iterable[Row]) -> Document:
    """The rows as JSON values; rows of one type keep their order."""
    document: Document = {}
    for row in rows:
        name = _NAMES[type(row)]
        document.setdefault(name, []).append(list(_VALUES[name](row)))
    return document


def rows_from(document: Document) -> tuple[Row, ...]:
    """The rows that :func:`rows_document` wrote."""
    return tuple(row for name, kind in _TYPES.items() for row in _rows(kind, name, document.get(name, ())))


def _rows(kind: type[Row], name: str, written: Sequence[Sequence[Any]]) -> Iterable[Row]:
    names = _FIELDS[name]
    for values in written:
        known = dict(zip(names, values, strict=True))
        for word in _WORDS.keys() & known.keys():
            known[word] = _WORDS[word](known[word])
        yield kind(**known)
