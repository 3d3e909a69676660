"""Everything on PostgreSQL: results, runs and events in one database, nothing of them in the home."""

from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from resources.home import Home, find_home
from resources.store.store import Store
from tests.cli.command_line import changes, gitops
from tests.repositories import commit, repository


@pytest.fixture
def database(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new database, in which GITOPS_STORE_URL lets everything live."""
    name = f"t{uuid4().hex}"
    server = sa.make_url(postgres_url).set(drivername="postgresql+psycopg2")
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    url = server.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    monkeypatch.setenv("GITOPS_STORE_URL", url)
    return url


def count(database: str, table: str) -> int:
    engine = sa.create_engine(database.replace("postgresql:", "postgresql+psycopg2:"), poolclass=NullPool)
    with engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())  # noqa: S608 - ours


def test_audits_on_postgresql_keep_everything_there(
    database: str, fleet: Path, home: Home, tmp_path: Path
) -> None:
    first = gitops("audit", fleet)
    assert first.code == 0, first.err
    commit(fleet / "api")
    repository(fleet / "new")
    again = gitops("audit", fleet, "--json")
    assert changes(again) == {("api", "head-moved"), ("new", "repository-added"), ("new", "finding-new")}
    assert (count(database, "audits"), count(database, "runs")) == (2, 2)
    partitions = "event_logs WHERE dagster_event_type = 'ASSET_MATERIALIZATION' AND partition IS NOT NULL"
    assert count(database, partitions) == 4 * (2 + 3)
    assert not (home.path / "store.db").exists()
    assert not (home.dagster / "history").exists()


def test_everything_else_works_there_too(database: str, fleet: Path, tmp_path: Path) -> None:
    gitops("audit", fleet)
    told = gitops("report", "json").out
    doctor = gitops("doctor", "--json")
    assert doctor.code == 0
    found = {each["question"]: each["found"] for each in doctor.document["answers"]}
    assert found["store"] == "PostgreSQL, up to date, 1 audit"
    assert found["dagster"] == "storage answers, 1 runs"
    assert gitops("store", "backup", tmp_path / "backup.zip").code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GITOPS_STORE_URL")
        assert gitops("store", "restore", tmp_path / "backup.zip").code == 0
        assert gitops("report", "json").out == told


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+psycopg"])
def test_every_spelling_of_the_address_means_the_one_driver_that_works(scheme: str) -> None:
    found = find_home({"GITOPS_STORE_URL": f"{scheme}://ada@db/fleet"})
    assert found.store_url == "postgresql+psycopg2://ada@db/fleet"
    assert found.is_postgres


def test_an_address_in_another_spelling(database: str, fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITOPS_STORE_URL", database.replace("postgresql", "postgres", 1))

    assert gitops("audit", fleet).code == 0
    with Store.open(database) as store:
        assert store.audits()[0].status == "complete"
