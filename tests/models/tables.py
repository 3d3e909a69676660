"""Small tables and small projects for the models' tests."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from dbt_like_reports.project import Project, load_project
from gitops_assets.core.tables import Cell, Table

DAY = 86_400
WHOLE = (
    *("audit", "started", "finished", "ended", "opened", "committed", "fetched", "line", "missing"),
    *("position", "repositories", "microseconds", "commits_year", "commits_quarter", "active_weeks"),
    *("contributors_year", "contributors_quarter", "absence_factor", "files_changed", "lines_added"),
    *("lines_removed", "unmerged_branches", "oldest_branch", "newest_branch", "releases_year", "released"),
    "behind",
)
NUMBERS = ("value", "coverage", "weight", "median_gap_days", "top_share", "risk", "score")
COLUMNS = {
    "audits": ("audit", "started", "finished"),
    "repositories": ("slug", "audit", "ended"),
    "repository_states": ("slug", "owner", "criticality", "states", "committed", "fetched"),
    "verdicts": ("slug", "asker", "answers", "audit", "ended"),
    "findings": ("slug", "gate", "fingerprint", "severity", "path", "message", "opened", "audit", "ended"),
    "scores": ("slug", "value", "coverage", "level", "audit", "ended"),
    "changes": ("audit", "slug", "kind", "subject", "before", "after", "cause"),
    "asked_gates": ("gate", "title", "category", "severity", "weight", "position"),
    "edges": (
        "source",
        "target",
        "kind",
        "ecosystem",
        "name",
        "path",
        "line",
        "scope",
        "level",
        "missing",
    ),
    "conflicts": ("identity", "kind", "ecosystem", "name", "why", "claims", "breaks"),
    "dependency_scans": ("slug", "commit", "unknown", "said"),
    "readings": ("reading", "rows"),
    "phases": ("audit", "phase", "slug", "position", "repositories", "microseconds"),
    "template_drifts": (
        *("slug", "template", "tag", "latest", "score", "coverage", "behind", "document", "audit", "ended"),
    ),
    "vitality": (
        *("slug", "unknown", "committed", "commits_year", "commits_quarter", "active_weeks"),
        *("median_gap_days", "contributors_year", "contributors_quarter", "top_share", "absence_factor"),
        *("files_changed", "lines_added", "lines_removed", "churn_unknown", "unmerged_branches"),
        *("oldest_branch", "newest_branch", "releases_year", "released", "risk"),
    ),
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
        {name: pd.array(each, dtype=dtype_of(name)) for name, each in values.items()}  # type: ignore[call-overload]
    )


def dtype_of(column: str) -> str:
    """How pandas keeps the column of that name."""
    if column in NUMBERS:
        return "Float64"
    return "Int64" if column in WHOLE else "string"


def _plain(value: Cell) -> object:
    return value.replace(tzinfo=None).isoformat() if isinstance(value, datetime) else value
