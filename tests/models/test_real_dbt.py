"""The folder is a dbt project: real dbt makes the same tables of the same sources, and its tests hold."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from benchmarks.synthetic_repository import Fleet
from benchmarks.synthetic_store import write_store
from dbt_like_reports import runner
from dbt_like_reports.project import BUILT_IN, load_project
from dbt_like_reports.rendering import compiled, quoted
from resources.store.frames import frames
from resources.store.store import Store

ROOT = Path(__file__).parents[2]
DBT = ROOT / ".venv" / "dbt" / "bin" / "python"
"""An environment of its own, as dbt pins libraries that we need in other versions (``make .venv/.dbt``)."""

Tables = dict[str, tuple[list[tuple[str, str]], list[tuple[object, ...]]]]


@pytest.mark.timed
@pytest.mark.skipif(not DBT.exists(), reason="dbt is not installed: make .venv/.dbt")
def test_real_dbt_makes_the_same_tables(tmp_path: Path) -> None:
    ours = by_us(tmp_path / "sources")
    output = tmp_path / "dbt"
    output.mkdir()
    script = Path(__file__).with_name("real_dbt.py")
    done = subprocess.run(
        [DBT, script, tmp_path / "sources", BUILT_IN, output], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    theirs = {file.stem: read(file) for file in sorted(output.glob("*.parquet"))}
    assert theirs.keys() == ours.keys() == load_project().models.keys()
    for name, table in ours.items():
        assert theirs[name] == table, name


def by_us(folder: Path) -> Tables:
    """Every table as our runner makes it, and the sources as Parquet in the folder."""
    folder.mkdir()
    url = f"sqlite:///{folder / 'store.db'}"
    last = write_store(url, Fleet(repositories=40, findings=20, days=30))
    with Store.open(url) as store:
        sources = frames(store, last)
    export(sources, folder)
    with runner._database({"store": sources}) as connection:
        for each in compiled(load_project()):
            runner._make(connection, each)
        return {name: told(connection, quoted(name)) for name in load_project().models}


def export(sources: Mapping[str, object], folder: Path) -> None:
    with duckdb.connect() as connection:
        for name, frame in sources.items():
            connection.register(name, frame)
            connection.execute(f"copy (from {name}) to '{folder / name}.parquet'")


def read(file: Path) -> tuple[list[tuple[str, str]], list[tuple[object, ...]]]:
    with duckdb.connect() as connection:
        return told(connection, f"'{file}'")


def told(
    connection: duckdb.DuckDBPyConnection, table: str
) -> tuple[list[tuple[str, str]], list[tuple[object, ...]]]:
    """Columns with their types, and the rows in one order; sums of fractions depend on the order of rows."""
    columns = [row[:2] for row in connection.execute(f"describe from {table}").fetchall()]
    plain = ", ".join(
        f"round({quoted(name)}, 9) as {quoted(name)}" if kind == "DOUBLE" else quoted(name)
        for name, kind in columns
    )
    query = f"select {plain} from {table} order by all"  # noqa: S608 - tables of our own
    return columns, connection.sql(query).fetchall()
