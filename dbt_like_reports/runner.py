"""Carry out a folder of models in DuckDB, in memory: tables in, tables and test results out.

How dbt would materialise a model changes nothing of what it says: here each becomes a table. Models reach
neither files nor the network, and no clock is passed in: what they say follows from the sources alone.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import duckdb

from dbt_like_reports.column_tests import Answer, check
from dbt_like_reports.errors import ModelError
from dbt_like_reports.project import Model, Project
from dbt_like_reports.rendering import Rendered, compiled, lineage, quoted
from gitops_assets.core.tables import Cell, Column, Kind, Table

Sources = Mapping[str, Mapping[str, object]]
"""By source and table: pandas frames, Arrow tables, or whatever else DuckDB can register."""

_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}
_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Run:
    """The marts by name, what the tests of all models found, and what each is made of, itself included."""

    tables: Mapping[str, Table]
    tests: tuple[Answer, ...]
    made_of: Mapping[str, frozenset[str]]

    def tests_of(self, model: str) -> tuple[Answer, ...]:
        """What the tests of one model found, and those of the models that it is made of."""
        return tuple(each for each in self.tests if each.test.model in self.made_of[model])


def run(project: Project, sources: Sources) -> Run:
    """Compute every model and test every column; a failing test is a result, not an error.

    Raises :class:`ModelError` for a model that cannot be rendered, ordered or computed.
    """
    models = compiled(project)
    with _database(sources) as connection:
        for each in models:
            _make(connection, each)
        tests = tuple(_tested(connection, each.model) for each in models)
        tables = {model.name: _table(connection, model) for model in project.marts}
    return Run(tables, tuple(test for of_model in tests for test in of_model), lineage(models))


@contextmanager
def _database(sources: Sources) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:", config=_LOCKED) as connection:
        for source, tables in sources.items():
            for table, frame in tables.items():
                connection.register(f"{source}.{table}", frame)
        connection.execute("set lock_configuration = true")
        yield connection


def _make(connection: duckdb.DuckDBPyConnection, rendered: Rendered) -> None:
    # On one line with the model's first, so that DuckDB counts lines as the file does.
    with _told(rendered.model):
        connection.execute(f"create table {quoted(rendered.model.name)} as {rendered.sql}")


def _tested(connection: duckdb.DuckDBPyConnection, model: Model) -> tuple[Answer, ...]:
    with _told(model):
        return check(connection, model)


def _table(connection: duckdb.DuckDBPyConnection, model: Model) -> Table:
    said = {column.name: column.description for column in model.columns}
    found = connection.execute(f"select * from {quoted(model.name)}")
    kinds = {str(column[0]): _kind(str(column[1])) for column in found.description or ()}
    columns = tuple(Column(name, kind, said.get(name, "")) for name, kind in kinds.items())
    rows = [tuple(map(_cell, row)) for row in found.fetchall()]
    return Table(model.name, model.description, columns, rows)


def _kind(duck_type: str) -> Kind:
    plain = duck_type.partition("(")[0].upper()
    return _KINDS.get(plain, Kind.TEXT)


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    if value is None or isinstance(value, str | int | float):
        return value
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


@contextmanager
def _told(model: Model) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        reason = str(error)
        line = _LINE.search(reason)
        place = f"{model.path}:{line[1]}" if line else str(model.path)
        raise ModelError(
            f"the model {model.name!r} cannot be computed: {place}: {reason.splitlines()[0]}; mend its SQL, "
            "or the names of its columns in its .yml"
        ) from error
