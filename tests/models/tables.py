"""Small tables and small projects for the models' tests."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from dbt_like_reports.project import Project, load_project
from gitops_assets.core.tables import Cell, Table

DAY = 86_400
WHOLE = ("audit", "started", "finished", "ended", "opened", "committed", "fetched", "newly_waived")
COLUMNS = {
    "audits": ("audit", "started", "finished"),
    "repositories": ("slug", "audit", "ended"),
    "repository_states": ("slug", "owner", "criticality", "states", "committed", "fetched"),
    "verdicts": ("slug", "gate", "outcome", "newly_waived"),
    "findings": ("slug", "gate", "fingerprint", "severity", "opened", "audit", "ended"),
    "changes": ("audit", "slug", "kind", "subject", "cause"),
}


def tables(**rows: Sequence[Sequence[object]]) -> dict[str, pd.DataFrame]:
    """The store's tables with these rows, typed as the store types them; the others are empty."""
    return {name: _table(columns, rows.get(name, ())) for name, columns in COLUMNS.items()}


def rows(table: Table, *columns: str) -> list[tuple[object, ...]]:
    """The rows, or these columns of them, with times as text."""
    names = columns or tuple(column.name for column in table.columns)
    return [tuple(_plain(record[name]) for name in names) for record in table.records()]


def project(folder: Path, properties: str = "", **models: str) -> Project:
    """A project of these models; one called ``mart_…`` is a mart."""
    for name, sql in models.items():
        place = folder / "shop" / "models" / ("marts" if name.startswith("mart_") else "staging")
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.sql").write_text(sql)
    (folder / "shop" / "models" / "models.yml").write_text(properties)
    return load_project(folder / "shop")


def _table(columns: Sequence[str], given: Sequence[Sequence[object]]) -> pd.DataFrame:
    values: Mapping[str, Sequence[Any]] = {
        name: [row[place] for row in given] for place, name in enumerate(columns)
    }
    return pd.DataFrame(
        {name: pd.array(each, dtype="Int64" if name in WHOLE else "string") for name, each in values.items()}
    )


def _plain(value: Cell) -> object:
    return value.replace(tzinfo=None).isoformat() if isinstance(value, datetime) else value
