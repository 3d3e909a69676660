"""Run inside the environment of dbt: load Parquet files as the source ``store``, build, export all tables.

It is called with the folders of the sources, of the project and of what comes out.
"""

import sys
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner


def main(sources: Path, project: Path, output: Path) -> int:
    database = output / "fleet.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema store")
        for file in sorted(sources.glob("*.parquet")):
            connection.execute(f"create table store.{file.stem} as from '{file}'")
    (output / "profiles.yml").write_text(
        "gitops_assets: {target: test, outputs: {test: {type: duckdb, threads: 2, schema: main, "
        f"path: '{database}'}}}}}}\n"
    )
    # Two thirds of the tests are not_null, which needs no second opinion and takes most of the time.
    folders = [
        "--project-dir",
        str(project),
        "--profiles-dir",
        str(output),
        "--target-path",
        str(output / "t"),
    ]
    quiet = ["--log-path", str(output), "--no-send-anonymous-usage-stats", "--quiet", "--no-use-colors"]
    done = dbtRunner().invoke(["build", "--exclude", "test_name:not_null", *folders, *quiet])
    with duckdb.connect(str(database)) as connection:
        for (name,) in connection.execute(
            "select table_name from information_schema.tables where table_schema = 'main'"
        ).fetchall():
            connection.execute(f"copy (from main.{name}) to '{output / name}.parquet'")
    return 0 if done.success else 1


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
