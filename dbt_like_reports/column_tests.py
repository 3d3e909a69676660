"""What must hold of a model as SQL, with the meaning that dbt gives it.

Source: https://docs.getdbt.com/reference/resource-properties/data-tests. Null is never a duplicate, always
accepted and leads nowhere; ``not_null`` is a test of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from dbt_like_reports.model import ColumnTest, Model
from dbt_like_reports.rendering import quoted

EXAMPLES = 5
"""How many offending rows a failed test shows; of rows with one value, one."""

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a test found: how many rows are too many, and some of those that offend.

    ``fault`` says why it could not be asked at all, which is no pass either.
    """

    test: ColumnTest
    failing: int
    examples: tuple[str, ...] = ()
    fault: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing offends."""
        return not self.failing and not self.fault

    @property
    def message(self) -> str:
        """What was tested, where, and which rows offend."""
        where, wanted = self.test.about, self.test.wanted
        if self.passed:
            return f"{where} is {wanted}"
        if self.fault:
            return f"{where} could not be tested: {self.test.place}: {self.fault}; mend the test"
        offending = "; ".join(self.examples)
        return (
            f"{where} should be {wanted} ({self.test.place}); rows that offend: {self.failing}: {offending}"
        )


def check(connection: duckdb.DuckDBPyConnection, model: Model) -> tuple[Answer, ...]:
    """Test a model's table: one look at it counts for all tests, one more shows each that fails.

    Where one of them is no SQL they are asked one by one, and that one says why.
    """
    if not model.tests:
        return ()
    try:
        return _counted(connection, model.tests, quoted(model.name))
    except duckdb.InterruptException:
        raise  # it was told to stop, not to try each by itself
    except duckdb.Error as error:
        if len(model.tests) == 1:
            return (Answer(model.tests[0], 0, fault=str(error).splitlines()[0]),)
        return tuple(each for test in model.tests for each in _alone(connection, model, test))


def check_file(connection: duckdb.DuckDBPyConnection, test: ColumnTest, sql: str) -> Answer:
    """Carry out a test that is a file: the rows that it selects should not be there."""
    try:
        if len(connection.extract_statements(f"select count(*) from ({sql}\n)")) != 1:
            return Answer(test, 0, fault="it is more than one query")
        # All rows, though there is one: DuckDB lets nobody else ask while a result is not read to its end.
        ((failing,),) = connection.execute(f"select count(*) from ({sql}\n)").fetchall()
        return Answer(test, failing, _examples(connection, f"select * from ({sql}\n)") if failing else ())
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        return Answer(test, 0, fault=str(error).splitlines()[0])


def _alone(connection: duckdb.DuckDBPyConnection, model: Model, test: ColumnTest) -> tuple[Answer, ...]:
    try:
        return _counted(connection, (test,), quoted(model.name))
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        return (Answer(test, 0, fault=str(error).splitlines()[0]),)


def _counted(
    connection: duckdb.DuckDBPyConnection, tests: Sequence[ColumnTest], table: str
) -> tuple[Answer, ...]:
    counts = ", ".join(_KINDS[test.kind].count(test) for test in tests)
    (found,) = connection.execute(f"select {counts} from {table}").fetchall()
    return tuple(
        Answer(test, failing, _examples(connection, _KINDS[test.kind].select(test)) if failing else ())
        for test, failing in zip(tests, found, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of test counts the rows that offend, and selects them."""

    count: Callable[[ColumnTest], str]
    select: Callable[[ColumnTest], str]


def _examples(connection: duckdb.DuckDBPyConnection, select: str) -> tuple[str, ...]:
    cursor = connection.execute(f"{select} limit {EXAMPLES}")
    names = [column[0] for column in cursor.description or ()]
    return tuple(_shown(dict(zip(names, row, strict=True))) for row in cursor.fetchall())


def _shown(row: Mapping[str, object]) -> str:
    text = ", ".join(f"{name}={value!r}" for name, value in row.items())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _where(condition: Callable[[ColumnTest], str]) -> Callable[[ColumnTest], str]:
    return lambda test: f"count(*) filter (where {condition(test)})"


def _whole(condition: Callable[[ColumnTest], str]) -> Callable[[ColumnTest], str]:
    return lambda test: f"select * from {quoted(test.model)} where {condition(test)}"


def _too_many(test: ColumnTest) -> str:
    column = quoted(test.column)
    return f"count({column}) - count(distinct {column})"


def _is_null(test: ColumnTest) -> str:
    return f"{quoted(test.column)} is null"


def _is_other(test: ColumnTest) -> str:
    values = ", ".join("'" + value.replace("'", "''") + "'" for value in test.values)
    return f"{quoted(test.column)} not in ({values})"


def _leads_nowhere(test: ColumnTest) -> str:
    there = f"select {quoted(test.field)} from {quoted(test.to)} where {quoted(test.field)} is not null"
    return f"({quoted(test.column)} is not null and {quoted(test.column)} not in ({there}))"


def _is_untrue(test: ColumnTest) -> str:
    about = f"{quoted(test.column)} " if test.column else ""
    return f"not coalesce({about}{test.expression}, true)"


def _repeated(test: ColumnTest) -> str:
    return f"{_by_value(test)} having count({quoted(test.column)}) > 1 order by all"


def _others(test: ColumnTest) -> str:
    return f"{_by_value(test, f'where {_is_other(test)}')} order by all"


def _lost(test: ColumnTest) -> str:
    return f"{_by_value(test, f'where {_leads_nowhere(test)}')} order by all"


def _by_value(test: ColumnTest, where: str = "") -> str:
    column = quoted(test.column)
    return f"select {column}, count(*) as rows from {quoted(test.model)} {where} group by {column}"


_KINDS: Mapping[str, _Kind] = {
    "unique": _Kind(_too_many, _repeated),
    "not_null": _Kind(_where(_is_null), _whole(_is_null)),
    "accepted_values": _Kind(_where(_is_other), _others),
    "relationships": _Kind(_where(_leads_nowhere), _lost),
    "expression": _Kind(_where(_is_untrue), _whole(_is_untrue)),
}
