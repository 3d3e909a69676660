"""From what ``*.yml`` and ``tests/*.sql`` say to tests, each with its place."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dbt_like_reports.errors import ModelError
from dbt_like_reports.model import ColumnTest
from dbt_like_reports.properties import LINE, GivenTest, ModelProperties

_REF = re.compile(r"""\bref\(\s*['"]([^'"]+)['"]\s*\)""")


def tests_of(shown: Path, said: ModelProperties) -> Iterator[ColumnTest]:
    """Everything that must hold of a model, as its properties say; raises :class:`ModelError`."""
    for given in said.data_tests:
        yield _test(shown, said.line, given, {"model": said.name})
    for column in said.columns:
        for given in column.data_tests:
            yield _test(shown, column.line, given, {"model": said.name, "column": column.name})


def singular_test(shown: Path, sql: str) -> ColumnTest:
    """The test that a file is: it selects the rows that should not be there."""
    about = _REF.search(sql)
    if about is None:
        raise ModelError(f"a test is about no model: {shown}:1; select from ref('model')")
    return ColumnTest(model=about[1], kind="singular", path=shown, sql=sql)


def _test(shown: Path, line: int, given: GivenTest, about: Mapping[str, str]) -> ColumnTest:
    kind, takes = (given, {}) if isinstance(given, str) else _named(given)
    line = given.get(LINE, line) if isinstance(given, dict) else line
    arguments = takes.get("arguments", takes) if isinstance(takes, Mapping) else {}
    read = _KINDS.get(kind)
    told = read(arguments) if read else None
    if told is None or ("column" not in about and kind != "expression"):
        what = f"the column {about['column']!r}" if "column" in about else f"the model {about['model']!r}"
        raise ModelError(
            f"a test of {what} is not known: {shown}:{line}: {_plain(given)!r}; choose one of: unique, "
            "not_null, accepted_values with its values, relationships with to and field, expression"
        )
    model, column = about["model"], about.get("column", "")
    return ColumnTest(model=model, column=column, kind=kind, path=shown, line=line, **told)


def _named(given: Mapping[str, Any]) -> tuple[str, Any]:
    return next(((name, takes) for name, takes in given.items() if name != LINE), ("", {}))


def _plain(given: GivenTest) -> object:
    return given if isinstance(given, str) else {name: each for name, each in given.items() if name != LINE}


def _nothing(arguments: Mapping[str, Any]) -> dict[str, Any] | None:
    return {} if not arguments.keys() - {LINE} else None


def _accepted(arguments: Mapping[str, Any]) -> dict[str, Any] | None:
    values = tuple(str(value) for value in arguments.get("values") or ())
    return {"values": values} if values else None


def _related(arguments: Mapping[str, Any]) -> dict[str, Any] | None:
    to, field = _REF.search(str(arguments.get("to"))), arguments.get("field")
    return {"to": to[1], "field": str(field)} if to and field else None


def _expressed(arguments: Mapping[str, Any]) -> dict[str, Any] | None:
    expression = arguments.get("expression")
    return {"expression": str(expression)} if expression else None


_KINDS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any] | None]] = {
    "unique": _nothing,
    "not_null": _nothing,
    "accepted_values": _accepted,
    "relationships": _related,
    "expression": _expressed,
}
