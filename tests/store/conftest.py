import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from resources.store.schema import METADATA
from resources.store.store import Store

NewUrl = Callable[[], str]
DATABASES = ("sqlite", "postgresql")


def create_database(server: str) -> str:
    """The address of a new, empty database of that server."""
    name = f"t{uuid4().hex}"
    address = sa.make_url(server).set(drivername="postgresql+psycopg2")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def migrated(url: str) -> str:
    with Store.open(url) as store:
        store.migrate()
    return url


@pytest.fixture(scope="session")
def postgres_server(postgres_url: str) -> str:
    """The server, not waiting for the disk: no test cuts its power."""
    address = sa.make_url(postgres_url).set(drivername="postgresql+psycopg2")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    return postgres_url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """One migrated store that tests share, one after the other."""
    return migrated(create_database(postgres_server))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "store.db"
    migrated(f"sqlite:///{file}")
    return file


@pytest.fixture
def new_sqlite(sqlite_template: Path, tmp_path: Path) -> NewUrl:
    """Each call makes a migrated, empty store in a file."""

    def create() -> str:
        file = shutil.copy(sqlite_template, tmp_path / f"{uuid4().hex}.db")
        return f"sqlite:///{file}"

    return create


@pytest.fixture
def new_postgres(request: pytest.FixtureRequest) -> NewUrl:
    """Each call makes a migrated, empty store in a database."""
    server: str = request.getfixturevalue("postgres_server")
    return lambda: migrated(create_database(server))


@pytest.fixture(params=DATABASES)
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def emptied_postgres(request: pytest.FixtureRequest) -> str:
    """A migrated store without rows; making a database for each test would take most of their time."""
    url: str = request.getfixturevalue("postgres_template")
    with Store.open(url) as store, store.database.writing() as connection:
        connection.exec_driver_sql(f"TRUNCATE {', '.join(METADATA.tables)} RESTART IDENTITY")
    return url


@pytest.fixture
def store_url(dialect: str, request: pytest.FixtureRequest) -> str:
    """A migrated, empty store in each of the two databases; for tests that change no more than rows."""
    if dialect == "postgresql":
        return str(request.getfixturevalue("emptied_postgres"))
    create: NewUrl = request.getfixturevalue("new_sqlite")
    return create()


@pytest.fixture
def own_url(dialect: str, request: pytest.FixtureRequest) -> str:
    """A migrated, empty store in each of the two databases; for tests that change more than rows."""
    create: NewUrl = request.getfixturevalue("new_sqlite" if dialect == "sqlite" else "new_postgres")
    return create()


@pytest.fixture
def bare_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a store, with no tables, in each of the two databases."""
    if dialect == "sqlite":
        return f"sqlite:///{tmp_path / 'bare.db'}"
    return create_database(request.getfixturevalue("postgres_server"))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store.open(store_url) as opened:
        yield opened


@pytest.fixture
def sqlite_store(new_sqlite: NewUrl) -> Iterator[Store]:
    with Store.open(new_sqlite()) as opened:
        yield opened
