"""Carry out a folder of models in DuckDB, in memory: tables in, tables and test results out.

How dbt would materialise a model changes nothing of what it says: here each becomes a table. Models reach
neither files nor the network, and no clock is passed in: what they say follows from the sources alone.
"""

import os
import re
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import duckdb

from dbt_like_reports.column_tests import Answer, check, check_file
from dbt_like_reports.errors import ModelError
from dbt_like_reports.model import ColumnTest, Model
from dbt_like_reports.project import Project
from dbt_like_reports.rendering import Rendered, Variables, lineage, planned, quoted, render_test
from dbt_like_reports.tables import table_of
from gitops_assets.core.tables import Table

Sources = Mapping[str, Mapping[str, object]]
"""By source and table: pandas frames, Arrow tables, or whatever else DuckDB can register."""

SECONDS = 60.0
"""How long one of the fleet's own models, or its tests, may take."""
ROWS = 200_000
"""Rows that a table of the fleet's own may have in reports."""
LEAST_MEMORY = 1_200
"""Megabytes that models may take on any machine: a year of 1,000 repositories takes half of it."""


def memory_limit() -> str:
    """What models may take: half of the machine's memory, for 10,000 repositories need more than 1,000."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000
    except (AttributeError, OSError, ValueError):  # where there is no such thing to be asked
        whole = 0
    return f"{max(LEAST_MEMORY, whole // 2)}MB"


_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": memory_limit(),
    # What does not fit into memory is an error: no model writes to a disk.
    "temp_directory": "",
}
_TOO_LONG = "it took too long and was stopped"
_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Run:
    """The marts by name, what all tests found, and what each model is made of, itself included.

    ``refs`` are what each is made of directly, ``rows`` how many it has. ``faults`` say what is wrong with
    models of the fleet's own, which are left out.
    """

    tables: Mapping[str, Table]
    tests: tuple[Answer, ...]
    made_of: Mapping[str, frozenset[str]]
    refs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def tests_of(self, model: str) -> tuple[Answer, ...]:
        """What the tests of one model found, and those of the models that it is made of."""
        return tuple(each for each in self.tests if each.test.model in self.made_of[model])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of a run besides the marts: values of variables, and ``only`` these tables.

    ``seconds`` bounds each model of the fleet's own.
    """

    variables: Variables | None = None
    only: Collection[str] | None = None
    seconds: float = SECONDS


_PLAIN = Ask()


def run(project: Project, sources: Sources, ask: Ask = _PLAIN) -> Run:
    """Compute every model and test it; a failing test is a result, not an error.

    Raises :class:`ModelError` for a model of ours that cannot be rendered, ordered or computed. What is wrong
    with the fleet's own is told in ``faults``.
    """
    plan = planned(project, ask.variables)
    faults = [*project.faults, *plan.faults]
    with _database(sources) as connection:
        made = _made(connection, plan.models, ask, faults)
        tests = [answer for each in made for answer in _tested(connection, each.model, ask)]
        tests += _tested_by_files(connection, project, {each.model.name for each in made}, ask)
        rows = {each.model.name: _count(connection, each.model) for each in made}
        tables = dict(_tables(connection, [each.model for each in made], ask, faults))
    refs = {each.model.name: each.refs for each in made}
    return Run(tables, tuple(tests), lineage(made), refs, rows, tuple(faults))


def _made(
    connection: duckdb.DuckDBPyConnection, models: Collection[Rendered], ask: Ask, faults: list[str]
) -> list[Rendered]:
    """Every model as a table, but those of the fleet's own that cannot be, and what is made of them."""
    there: dict[str, Rendered] = {}
    for each in models:
        lost = sorted(each.refs - there.keys())
        if lost:
            faults.append(f"the model {each.model.name!r} is left out with {lost[0]!r}: {each.model.path}:1")
            continue
        try:
            with _patient(connection, each.model, ask.seconds):
                _make(connection, each)
        except ModelError as error:
            if each.model.own:
                raise
            faults.append(str(error))
            continue
        there[each.model.name] = each
    return list(there.values())


def _count(connection: duckdb.DuckDBPyConnection, model: Model) -> int:
    ((rows,),) = connection.execute(f"select count(*) from {quoted(model.name)}").fetchall()
    return int(rows)


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
        statements = connection.extract_statements(
            f"create table {quoted(rendered.model.name)} as {rendered.sql}"
        )
        if len(statements) != 1:
            raise duckdb.ParserException("a model is one statement, a select, and no more")
        connection.execute(statements[0])


def _tested(connection: duckdb.DuckDBPyConnection, model: Model, ask: Ask) -> tuple[Answer, ...]:
    try:
        with _patient(connection, model, ask.seconds):
            return check(connection, model)
    except duckdb.InterruptException:
        return tuple(Answer(test, 0, fault=_TOO_LONG) for test in model.tests)


def _tested_by_files(
    connection: duckdb.DuckDBPyConnection, project: Project, made: Collection[str], ask: Ask
) -> Iterator[Answer]:
    for test in project.singular:
        if test.model in made:
            yield _tested_by_file(connection, project, test, ask)


def _tested_by_file(
    connection: duckdb.DuckDBPyConnection, project: Project, test: ColumnTest, ask: Ask
) -> Answer:
    try:
        sql = render_test(test, project, ask.variables)
    except ModelError as error:
        return Answer(test, 0, fault=str(error))
    try:
        with _patient(connection, project.models[test.model], ask.seconds):
            return check_file(connection, test, sql)
    except duckdb.InterruptException:
        return Answer(test, 0, fault=_TOO_LONG)


def _tables(
    connection: duckdb.DuckDBPyConnection, made: Collection[Model], ask: Ask, faults: list[str]
) -> Iterator[tuple[str, Table]]:
    wanted = [each for each in made if (each.is_mart if ask.only is None else each.name in ask.only)]
    for model in sorted(wanted, key=lambda model: (not model.own, model.name)):
        found = table_of(connection, model, None if model.own else ROWS)
        if found is None:
            faults.append(
                f"the model {model.name!r} has more than {ROWS:,} rows: {model.path}:1; count or limit them"
            )
        else:
            yield model.name, found


@contextmanager
def _patient(connection: duckdb.DuckDBPyConnection, model: Model, seconds: float) -> Iterator[None]:
    """Interrupt what one of the fleet's own models asks for after so many seconds."""
    if model.own:
        yield
        return
    alarm = threading.Timer(seconds, connection.interrupt)
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


@contextmanager
def _told(model: Model) -> Iterator[None]:
    try:
        yield
    except duckdb.InterruptException as error:
        raise ModelError(
            f"the model {model.name!r} took too long: {model.path}:1: it was stopped; let it read less"
        ) from error
    except duckdb.Error as error:
        reason = str(error)
        line = _LINE.search(reason)
        place = f"{model.path}:{line[1]}" if line else str(model.path)
        raise ModelError(
            f"the model {model.name!r} cannot be computed: {place}: {reason.splitlines()[0]}; mend its SQL, "
            "or the names of its columns in its .yml"
        ) from error
