"""A folder of SQL models as one value: the models, what is said of them, and the tests of their columns.

The folder is a dbt project. Reading it imports neither DuckDB nor pandas.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dbt_like_reports.errors import ModelError
from dbt_like_reports.properties import ColumnProperties, ModelProperties, Properties, read_properties

BUILT_IN = Path(__file__).parent
MARTS = "marts"
KINDS = ("unique", "not_null", "accepted_values")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnTest:
    """One thing that must hold of a column; ``values`` are those that ``accepted_values`` accepts."""

    model: str
    column: str
    kind: str
    values: tuple[str, ...] = ()

    @property
    def wanted(self) -> str:
        """What the column should be, in words."""
        return f"one of {', '.join(self.values)}" if self.values else self.kind.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; ``type`` is DuckDB's name for what it holds."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One question in SQL. ``path`` begins with the project's own folder and is what errors show."""

    name: str
    path: Path
    sql: str
    description: str = ""
    columns: tuple[Column, ...] = ()
    tests: tuple[ColumnTest, ...] = ()

    @property
    def is_mart(self) -> bool:
        """Whether people read it; the others are steps on the way."""
        return MARTS in self.path.parts


@dataclass(frozen=True)
class Project:
    """All models by name, and the tables of sources that they may read."""

    models: Mapping[str, Model]
    sources: Mapping[str, frozenset[str]]

    @property
    def marts(self) -> tuple[Model, ...]:
        """The models that people read, by name."""
        return tuple(model for model in self.models.values() if model.is_mart)

    @cached_property
    def version(self) -> str:
        """16 hex digits that move when any model's SQL does."""
        text = "\0".join(f"{model.name}\0{model.sql}" for model in self.models.values())
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_project(folder: Path = BUILT_IN) -> Project:
    """The models below ``folder/models``; raises :class:`ModelError` for what cannot be understood."""
    said = [
        (path, read_properties(path, str(path.relative_to(folder.parent))))
        for path in sorted((folder / "models").rglob("*.yml"))
    ]
    files = _files(folder)
    described = {model.name: model for model in _described(folder, said, files)}
    models = {name: _model(folder, path, described.get(name)) for name, path in sorted(files.items())}
    sources = {source.name: source.tables for _, each in said for source in each.sources}
    return Project(
        models, {name: frozenset(table.name for table in tables) for name, tables in sources.items()}
    )


def _files(folder: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for path in sorted((folder / "models").rglob("*.sql")):
        other = files.setdefault(path.stem, path)
        if other != path:
            raise ModelError(
                f"two models are called {path.stem!r}: {other.relative_to(folder.parent)} and "
                f"{path.relative_to(folder.parent)}; rename one of them"
            )
    return files


def _described(
    folder: Path, said: Iterable[tuple[Path, Properties]], files: Mapping[str, Path]
) -> Iterator[ModelProperties]:
    for path, properties in said:
        for model in properties.models:
            if model.name not in files:
                raise ModelError(
                    f"a model is described that does not exist: {path.relative_to(folder.parent)}: "
                    f"{model.name!r}; write models/{model.name}.sql or remove the description"
                )
            yield model


def _model(folder: Path, path: Path, said: ModelProperties | None) -> Model:
    shown = path.relative_to(folder.parent)
    columns = said.columns if said else ()
    return Model(
        name=path.stem,
        path=shown,
        sql=path.read_text("utf-8"),
        description=said.description.strip() if said else "",
        columns=tuple(
            Column(name=each.name, type=each.data_type, description=each.description.strip())
            for each in columns
        ),
        tests=tuple(
            _test(path.stem, shown, column, given) for column in columns for given in column.data_tests
        ),
    )


def _test(model: str, shown: Path, column: ColumnProperties, given: str | Mapping[str, Any]) -> ColumnTest:
    kind, takes = (given, {}) if isinstance(given, str) else next(iter(given.items()), ("", {}))
    arguments = takes.get("arguments", takes) if isinstance(takes, Mapping) else {}
    values = tuple(str(value) for value in arguments.get("values", ()))
    if kind not in KINDS or bool(values) != (kind == "accepted_values"):
        raise ModelError(
            f"a test of the column {column.name!r} is not known: {shown}: {given!r}; choose one of: unique, "
            "not_null, accepted_values with its values"
        )
    return ColumnTest(model=model, column=column.name, kind=kind, values=values)
