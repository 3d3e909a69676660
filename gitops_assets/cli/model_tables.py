"""A model's table for people, for spreadsheets and for programs."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import datetime

import click

from exporters.parts.text import clip
from gitops_assets.cli.columns import aligned
from gitops_assets.core.tables import Cell, Table
from gitops_assets.core.text import display

_WIDTH = 40
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rendered(table: Table, form: str, limit: int | None) -> str:
    """The table in one of :data:`FORMATS`; ``limit`` is how many rows a table for people has."""
    return FORMATS[form](table, limit)


def _lines(table: Table, limit: int | None) -> str:
    head = [click.style(column.name, bold=True) for column in table.columns]
    shown = table.rows if limit is None else table.rows[:limit]
    body = [[clip(display(_word(cell)), _WIDTH) for cell in row] for row in shown]
    rest = len(table.rows) - len(shown)
    more = [click.style(f"… and {rest:,} more rows; --limit shows more of them", dim=True)] if rest else []
    title = click.style(f"{table.name}: {display(table.description)}", bold=True)
    return "\n".join([title, *aligned([head, *body]), *more, "", ""])


def _csv(table: Table, _limit: int | None) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_safe(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def _json(table: Table, _limit: int | None) -> str:
    records = [{name: _plain(cell) for name, cell in record.items()} for record in table.records()]
    return (
        json.dumps({"table": table.name, "description": table.description, "rows": records}, indent=1) + "\n"
    )


FORMATS: Mapping[str, Callable[[Table, int | None], str]] = {"table": _lines, "csv": _csv, "json": _json}


def _word(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.4g}"
    return "" if cell is None else str(_plain(cell))


def _plain(cell: Cell) -> str | int | float | bool | None:
    return cell.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(cell, datetime) else cell


def _safe(cell: Cell) -> str | int | float | bool | None:
    """A text that a spreadsheet would take for a formula gets a quote before it."""
    plain = _plain(cell)
    return f"'{plain}" if isinstance(plain, str) and plain.startswith(_FORMULA) else plain
