"""A table of answers as a plain value: what the SQL models give and what every report format can show.

Cells are ``str``, ``int``, ``float``, ``bool``, an aware ``datetime`` in UTC, or None for *not known*.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Cell = str | int | float | bool | datetime | None


class Kind(StrEnum):
    """What a column holds, as far as a reader is served by knowing it."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    MOMENT = "moment"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``description`` is a sentence for people and may be empty."""

    name: str
    kind: Kind
    description: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order in which they should be read, each as long as there are columns.

    ``own`` is False for a table that the fleet's own models make.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    own: bool = True

    def records(self) -> Iterator[dict[str, Cell]]:
        """Every row by the names of its columns."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)
