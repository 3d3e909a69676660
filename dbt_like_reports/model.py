"""One SQL model and what must hold of it, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MARTS = "marts"
STEPS = frozenset({"staging", "intermediate"})
"""Folders of models that are steps on the way, and read by no person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnTest:
    """One thing that must hold of a model, mostly of one ``column``; empty where it is about whole rows.

    ``values`` are those that ``accepted_values`` accepts, ``to`` and ``field`` what ``relationships`` leads
    to, ``expression`` what must be true of each row, ``sql`` the rows that offend, of a test that is a file.
    """

    model: str
    kind: str
    path: Path
    line: int = 1
    column: str = ""
    values: tuple[str, ...] = ()
    to: str = ""
    field: str = ""
    expression: str = ""
    sql: str = ""

    @property
    def about(self) -> str:
        """The model, with the column where it is about one."""
        return f"{self.model}.{self.column}" if self.column else self.model

    @property
    def wanted(self) -> str:
        """What it should be, in words."""
        if self.values:
            return f"one of {', '.join(self.values)}"
        if self.to:
            return f"one of {self.to}.{self.field}"
        if self.sql:
            return f"as {self.path.stem} demands"
        return f"so that {self.expression}" if self.expression else self.kind.replace("_", " ")

    @property
    def place(self) -> str:
        """Where the test is written."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; ``type`` is DuckDB's name for what it holds."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One question in SQL. ``path`` begins with the project's own folder and is what errors show.

    ``own`` is False for a model of the fleet's own folders.
    """

    name: str
    path: Path
    sql: str
    description: str = ""
    columns: tuple[Column, ...] = ()
    tests: tuple[ColumnTest, ...] = ()
    variables: Mapping[str, object] = field(default_factory=dict)
    own: bool = True

    @property
    def is_mart(self) -> bool:
        """Whether people read it; the others are steps on the way."""
        if self.own:
            return MARTS in self.path.parts
        return not STEPS.intersection(self.path.parts) and not self.name.startswith(("stg_", "int_"))
