"""From a table in DuckDB to a table as a plain value."""

from datetime import UTC, datetime
from decimal import Decimal
from math import isfinite

import duckdb

from dbt_like_reports.model import Model
from dbt_like_reports.rendering import quoted
from gitops_assets.core.tables import Cell, Column, Kind, Table


def table_of(connection: duckdb.DuckDBPyConnection, model: Model, at_most: int | None) -> Table | None:
    """The table that a model made; None where it has more rows than that."""
    said = {column.name: column.description for column in model.columns}
    limit = "" if at_most is None else f" limit {at_most + 1}"
    found = connection.execute(f"select * from {quoted(model.name)}{limit}")
    kinds = {str(column[0]): _kind(str(column[1])) for column in found.description or ()}
    columns = tuple(Column(name, kind, said.get(name, "")) for name, kind in kinds.items())
    rows = found.fetchall()
    if at_most is not None and len(rows) > at_most:
        return None
    return Table(model.name, model.description, columns, _plain(rows), own=model.own)


def _plain(rows: list[tuple[object, ...]]) -> list[tuple[Cell, ...]]:
    return [tuple(map(_cell, row)) for row in rows]


def _kind(duck_type: str) -> Kind:
    plain = duck_type.partition("(")[0].upper()
    return _KINDS.get(plain, Kind.TEXT)


def _cell(value: object) -> Cell:
    if isinstance(value, float):
        return value if isfinite(value) else None  # x / 0: no format can say more of it than that it is none
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return float(value) if isinstance(value, Decimal) else str(value)


_WHOLE = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
)
_KINDS = {
    **dict.fromkeys(_WHOLE, Kind.WHOLE),
    **dict.fromkeys(("FLOAT", "DOUBLE", "DECIMAL"), Kind.NUMBER),
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_S", "TIMESTAMP_MS"), Kind.MOMENT),
    "BOOLEAN": Kind.TRUTH,
}
