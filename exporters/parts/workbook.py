"""Tables as sheets of an Excel workbook, a row at a time; nothing in a cell is ever run.

Text is written as text, whatever it starts with: no cell is a formula. Limits are those of Excel
(Microsoft, "Excel specifications and limits"): what they cut is counted, and told on the first sheet.
"""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from exporters.parts.sheet_names import sheet_names
from exporters.parts.text import shortened
from gitops_assets.core.tables import Cell, Column, Kind, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_576
"""Rows of a sheet, its header among them."""

CHARACTERS = 32_767
"""Characters of a cell, those outside the first plane counted twice."""

LINKS = 65_530
"""Links of a sheet."""

_FIRST_YEAR = 1900
_WIDTHS = {Kind.TEXT: 24, Kind.WHOLE: 11, Kind.NUMBER: 11, Kind.MOMENT: 18, Kind.TRUTH: 9}
_WIDE = {"message": 60, "remedy": 50, "title": 36, "description": 60, "repositories": 40, "versions": 30}
_COLOURS = {
    "critical": ("#7F1D1D", "#FECACA"),
    "high": ("#9A3412", "#FED7AA"),
    "medium": ("#854D0E", "#FEF08A"),
    "low": ("#1E40AF", "#DBEAFE"),
    "info": ("#374151", "#E5E7EB"),
    "red": ("#7F1D1D", "#FECACA"),
    "yellow": ("#854D0E", "#FEF08A"),
    "green": ("#14532D", "#BBF7D0"),
}
"""Ink and ground of a word that judges; each pair has a contrast above 7:1."""

_JUDGING = {"severity", "worst", "health"}

Link = Callable[[str], str | None]
"""Where a cell with this text leads: ``internal:…`` or a web address that was validated."""


@dataclass(slots=True)
class Cut:
    """What did not fit, by sheet: rows left out and cells cut short."""

    rows: dict[str, int] = field(default_factory=dict)
    cells: dict[str, int] = field(default_factory=dict)

    def told(self) -> list[str]:
        """A sentence for each."""
        rows = [
            f"{number:,} rows of {name} are left out: a sheet holds {ROWS:,}."
            for name, number in self.rows.items()
        ]
        cells = [
            f"{number:,} cells of {name} are cut short: a cell holds {CHARACTERS:,} characters."
            for name, number in self.cells.items()
        ]
        return [*rows, *cells]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with where the cells of some columns lead, by column."""

    table: Table
    links: Mapping[str, Link] = field(default_factory=dict)


def workbook(
    sheets: Sequence[Sheet], about: Callable[[Cut, Sequence[str]], Iterable[Sequence[str]]], made: datetime
) -> bytes:
    """The bytes of a workbook, the same for the same sheets and moment.

    ``about`` gives the lines of the first sheet, once it is known what was cut and how sheets are called.
    """
    # Loaded here, because no other format needs it.
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415 - loaded where a workbook is written

    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(out, {**options, "strings_to_numbers": False, "remove_timezone": True})
    book.set_properties({"title": "gitops-assets report", "created": made.replace(tzinfo=None)})
    writer = _Writer(book)
    first = book.add_worksheet("about")
    names = sheet_names([sheet.table.name for sheet in sheets], taken=("about",))
    for name, sheet in zip(names, sheets, strict=True):
        writer.sheet(name, sheet)
    writer.lines(first, about(writer.cut, names))
    book.close()
    return out.getvalue()


class _Writer:
    """The sheets of one workbook with the formats that they share."""

    def __init__(self, book: "Workbook") -> None:
        self.cut = Cut()
        self._book = book
        self._header = book.add_format({"bold": True, "bg_color": "#E5E7EB", "bottom": 1})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._number = book.add_format({"num_format": "#,##0.0##"})
        self._link = book.add_format({"font_color": "#1D4ED8", "underline": 1})
        self._words = {
            word: book.add_format({"font_color": ink, "bg_color": ground})
            for word, (ink, ground) in _COLOURS.items()
        }

    def sheet(self, name: str, sheet: Sheet) -> None:
        """One table below a header that stays in sight and filters."""
        table, page = sheet.table, self._book.add_worksheet(name)
        page.freeze_panes(1, 0)
        for nth, column in enumerate(table.columns):
            page.set_column(nth, nth, _WIDE.get(column.name, _WIDTHS[column.kind]))
            page.write_string(0, nth, shortened(column.name, CHARACTERS), self._header)
        rows = table.rows[: ROWS - 1]
        if len(table.rows) > len(rows):
            self.cut.rows[name] = len(table.rows) - len(rows)
        left = LINKS
        links = [sheet.links.get(column.name) for column in table.columns]
        for nth, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                lead = links[place]
                target = lead(value) if lead and left and isinstance(value, str) else None
                left -= target is not None
                self._cell(page, (nth, place), value, target)
        if table.columns:
            page.autofilter(0, 0, len(rows), len(table.columns) - 1)
            self._coloured(page, table.columns, len(rows))

    def lines(self, page: "Worksheet", lines: Iterable[Sequence[str]]) -> None:
        """Two columns of text without a header."""
        page.set_column(0, 0, 24)
        page.set_column(1, 1, 100)
        for nth, line in enumerate(lines):
            for place, text in enumerate(line):
                page.write_string(nth, place, shortened(text, CHARACTERS))

    def _cell(self, page: "Worksheet", at: tuple[int, int], value: Cell, target: str | None) -> None:
        if isinstance(value, str):
            text = shortened(value, CHARACTERS)
            if text.endswith("…") and not value.endswith("…"):
                self.cut.cells[page.name] = self.cut.cells.get(page.name, 0) + 1
            if target is not None:
                page.write_url(*at, target, self._link, text)
            elif text:
                page.write_string(*at, text)
        elif isinstance(value, bool):
            page.write_boolean(*at, value)
        elif isinstance(value, datetime):
            self._when(page, at, value)
        elif value is not None:
            self._figure(page, at, value)

    def _when(self, page: "Worksheet", at: tuple[int, int], value: datetime) -> None:
        if value.year < _FIRST_YEAR:  # before the first day of Excel
            page.write_string(*at, value.isoformat())
        else:
            page.write_datetime(*at, value, self._moment)

    def _figure(self, page: "Worksheet", at: tuple[int, int], value: float) -> None:
        if abs(value) >= 10**15:  # a number there has 15 digits
            page.write_string(*at, str(value))
        elif value != value:  # noqa: PLR0124 - not a number, which no sheet holds
            page.write_string(*at, "nan")
        else:
            page.write_number(*at, value, self._number if isinstance(value, float) else None)

    def _coloured(self, page: "Worksheet", columns: Sequence[Column], rows: int) -> None:
        for nth, column in enumerate(columns):
            area = 1, nth, max(rows, 1), nth
            if column.name in _JUDGING:
                for word, style in self._words.items():
                    page.conditional_format(*area, _equals(f'"{word}"', style))
            elif column.name == "score" and column.kind is Kind.NUMBER:
                page.conditional_format(*area, _SCALE)


def _equals(value: str, style: "Format") -> dict[str, object]:
    return {"type": "cell", "criteria": "==", "value": value, "format": style}


_SCALE = {
    "type": "3_color_scale",
    "min_type": "num",
    "mid_type": "num",
    "max_type": "num",
    "min_value": 40,
    "mid_value": 75,
    "max_value": 100,
    "min_color": "#FECACA",
    "mid_color": "#FEF08A",
    "max_color": "#BBF7D0",
}
