"""What ``*.yml`` files say of models: their descriptions, columns and column tests, in dbt's own words.

Source: https://docs.getdbt.com/reference/model-properties. Keys that only dbt reads are passed over.
"""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dbt_like_reports.errors import ModelError

_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Properties(BaseModel):
    model_config = ConfigDict(frozen=True)


class ColumnProperties(_Properties):
    """One column; a test is its name, or its name and what it takes."""

    name: str
    description: str = ""
    data_type: str = ""
    data_tests: tuple[str | dict[str, Any], ...] = ()


class ModelProperties(_Properties):
    """One model, or one table of a source."""

    name: str
    description: str = ""
    columns: tuple[ColumnProperties, ...] = ()


class SourceProperties(_Properties):
    """One source: tables that the models read and do not make."""

    name: str
    tables: tuple[ModelProperties, ...] = ()


class Properties(_Properties):
    """One file."""

    sources: tuple[SourceProperties, ...] = ()
    models: tuple[ModelProperties, ...] = Field(default=())


def read_properties(path: Path, shown: str) -> Properties:
    """The properties in that file, called ``shown`` in errors; raises :class:`ModelError`."""
    try:
        return Properties.model_validate(yaml.load(path.read_text("utf-8"), _LOADER) or {})  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise ModelError(f"the models' properties are no YAML: {shown}: {reason}; mend the file") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ModelError(
            f"the models' properties have another shape than dbt's: {shown}: {place}: {first['msg']}; "
            "mend that key"
        ) from error
