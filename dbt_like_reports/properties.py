"""What ``*.yml`` files say of models: their descriptions, columns and tests, in dbt's own words.

Source: https://docs.getdbt.com/reference/model-properties. Keys that only dbt reads are passed over.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dbt_like_reports.errors import ModelError

LINE = "__line__"
"""The key under which every mapping of a file knows the line on which it begins."""

_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

GivenTest = str | dict[str, Any]
"""A test is its name, or its name and what it takes."""

T = TypeVar("T", bound=BaseModel)


class _Properties(BaseModel):
    model_config = ConfigDict(frozen=True)


class ColumnProperties(_Properties):
    """One column."""

    name: str
    description: str = ""
    data_type: str = ""
    data_tests: tuple[GivenTest, ...] = ()
    line: int = Field(default=1, alias="__line__")


class ModelProperties(_Properties):
    """One model, or one table of a source."""

    name: str
    description: str = ""
    columns: tuple[ColumnProperties, ...] = ()
    data_tests: tuple[GivenTest, ...] = ()
    line: int = Field(default=1, alias="__line__")


class SourceProperties(_Properties):
    """One source: tables that the models read and do not make."""

    name: str
    tables: tuple[ModelProperties, ...] = ()
    line: int = Field(default=1, alias="__line__")


class Properties(_Properties):
    """One file."""

    sources: tuple[SourceProperties, ...] = ()
    models: tuple[ModelProperties, ...] = Field(default=())


class ProjectProperties(_Properties):
    """What ``dbt_project.yml`` says as far as it is read here."""

    name: str = ""
    variables: dict[str, Any] = Field(default_factory=dict, alias="vars")

    @property
    def defaults(self) -> dict[str, Any]:
        """The variables for everybody, then those for this project alone, which win."""
        everybody = {key: value for key, value in self.variables.items() if not isinstance(value, Mapping)}
        own = self.variables.get(self.name, {})
        return {**everybody, **own} if isinstance(own, Mapping) else everybody


def read_properties(path: Path, shown: str) -> Properties:
    """The properties in that file, called ``shown`` in errors; raises :class:`ModelError`."""
    return _read(Properties, path, shown)


def read_project(path: Path, shown: str) -> ProjectProperties:
    """The same of a project's own file; without one there are no variables."""
    return _read(ProjectProperties, path, shown) if path.is_file() else ProjectProperties()


_Lined: type[yaml.SafeLoader | yaml.CSafeLoader] = type("_Lined", (_LOADER,), {})
"""Loads mappings that know their line."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    return {**loader.construct_mapping(node, deep=True), LINE: node.start_mark.line + 1}


_Lined.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _read(kind: type[T], path: Path, shown: str) -> T:
    try:
        return kind.model_validate(yaml.load(path.read_text("utf-8"), _Lined) or {})  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{shown}:{mark.line + 1}" if mark else shown
        reason = " ".join(str(error).split())
        raise ModelError(f"the models' properties are no YAML: {place}: {reason}; mend the file") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ModelError(
            f"the models' properties have another shape than dbt's: {shown}: {place}: {first['msg']}; "
            "mend that key"
        ) from error
