"""Every model has a file, every file a description, and every column a name, a type and a sentence."""

from pathlib import Path

import pytest

from dbt_like_reports import runner
from dbt_like_reports.model import Model
from dbt_like_reports.project import BUILT_IN, load_project
from dbt_like_reports.properties import read_properties
from dbt_like_reports.rendering import compiled, quoted
from tests.models.tables import COLUMNS, tables

PROJECT = load_project()
FILES = sorted((BUILT_IN / "models").rglob("*.sql"))
PROPERTIES = [read_properties(path, path.name) for path in sorted((BUILT_IN / "models").rglob("*.yml"))]


@pytest.fixture(scope="module")
def computed() -> dict[str, list[tuple[str, str]]]:
    """By model, its columns and their types as DuckDB made them."""
    with runner._database({"store": tables(audits=[(1, 0, 0)])}) as connection:
        for each in compiled(PROJECT):
            runner._make(connection, each)
        return {
            name: [row[:2] for row in connection.execute(f"describe {quoted(name)}").fetchall()]
            for name in PROJECT.models
        }


def test_every_file_is_a_model_and_every_model_is_described_once() -> None:
    described = [model.name for said in PROPERTIES for model in said.models]
    assert sorted(described) == sorted(path.stem for path in FILES) == sorted(PROJECT.models)


@pytest.mark.parametrize("model", PROJECT.models.values(), ids=lambda model: model.name)
def test_every_column_is_described_with_its_type_in_the_order_it_comes_in(
    model: Model, computed: dict[str, list[tuple[str, str]]]
) -> None:
    assert [(each.name, each.type.upper()) for each in model.columns] == computed[model.name]
    assert all(each.description.endswith(".") for each in model.columns)
    assert model.description.endswith(".")
    assert model.tests


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_marts_read_models_and_only_staging_reads_the_store(path: Path) -> None:
    reads_store = "source(" in path.read_text()
    assert path.parent.name in ("marts", "staging")
    assert not (reads_store and path.parent.name == "marts")
    assert path.stem.startswith("stg_") == (path.parent.name == "staging")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_model_reads_a_clock(path: Path) -> None:
    sql = path.read_text().lower()
    assert not any(
        clock in sql for clock in ("now(", "current_date", "current_timestamp", "today(", "get_current")
    )


def test_the_sources_are_described_column_by_column() -> None:
    (store,) = (source for said in PROPERTIES for source in said.sources)
    assert {table.name: tuple(each.name for each in table.columns) for table in store.tables} == COLUMNS
