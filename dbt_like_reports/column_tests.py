"""The tests of columns as SQL, with the meaning that dbt gives them.

Source: https://docs.getdbt.com/reference/resource-properties/data-tests. Null is never a duplicate and is
always accepted; ``not_null`` is a test of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb

from dbt_like_reports.project import ColumnTest, Model
from dbt_like_reports.rendering import quoted

EXAMPLES = 5
"""How many offending rows a failed test shows; of rows with one value, one."""

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a test found: how many rows are too many, and some of those that offend."""

    test: ColumnTest
    failing: int
    examples: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing offends."""
        return not self.failing

    @property
    def message(self) -> str:
        """What was tested, where, and which rows offend."""
        where = f"{self.test.model}.{self.test.column}"
        if self.passed:
            return f"{where} is {self.test.wanted}"
        offending = "; ".join(self.examples)
        return f"{where} should be {self.test.wanted}; rows that offend: {self.failing}: {offending}"


def check(connection: duckdb.DuckDBPyConnection, model: Model) -> tuple[Answer, ...]:
    """Test a model's table: one look at it counts for all tests, one more shows each that fails."""
    if not model.tests:
        return ()
    counts = ", ".join(_KINDS[test.kind].count(test) for test in model.tests)
    # All rows, though there is one: DuckDB lets nobody else ask while a result is not read to its end.
    (found,) = connection.execute(f"select {counts} from {quoted(model.name)}").fetchall()
    return tuple(
        Answer(test, failing, _examples(connection, test) if failing else ())
        for test, failing in zip(model.tests, found, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of test counts the rows that offend, and selects them."""

    count: Callable[[ColumnTest], str]
    select: Callable[[ColumnTest], str]


def _examples(connection: duckdb.DuckDBPyConnection, test: ColumnTest) -> tuple[str, ...]:
    cursor = connection.execute(f"{_KINDS[test.kind].select(test)} limit {EXAMPLES}")
    names = [column[0] for column in cursor.description or ()]
    return tuple(_shown(dict(zip(names, row, strict=True))) for row in cursor.fetchall())


def _shown(row: Mapping[str, object]) -> str:
    text = ", ".join(f"{name}={value!r}" for name, value in row.items())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _where(condition: Callable[[ColumnTest], str]) -> Callable[[ColumnTest], str]:
    return lambda test: f"count(*) filter (where {condition(test)})"


def _too_many(test: ColumnTest) -> str:
    column = quoted(test.column)
    return f"count({column}) - count(distinct {column})"


def _is_null(test: ColumnTest) -> str:
    return f"{quoted(test.column)} is null"


def _is_other(test: ColumnTest) -> str:
    values = ", ".join("'" + value.replace("'", "''") + "'" for value in test.values)
    return f"{quoted(test.column)} not in ({values})"


def _whole(test: ColumnTest) -> str:
    return f"select * from {quoted(test.model)} where {_is_null(test)}"


def _repeated(test: ColumnTest) -> str:
    return f"{_by_value(test)} having count({quoted(test.column)}) > 1 order by all"


def _others(test: ColumnTest) -> str:
    return f"{_by_value(test, f'where {_is_other(test)}')} order by all"


def _by_value(test: ColumnTest, where: str = "") -> str:
    column = quoted(test.column)
    return f"select {column}, count(*) as rows from {quoted(test.model)} {where} group by {column}"


_KINDS: Mapping[str, _Kind] = {
    "unique": _Kind(_too_many, _repeated),
    "not_null": _Kind(_where(_is_null), _whole),
    "accepted_values": _Kind(_where(_is_other), _others),
}
