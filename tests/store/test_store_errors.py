"""A store that cannot be used says what failed, where, and what to do; and shows no password."""

from pathlib import Path

import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError

from resources.store import engine
from resources.store.errors import (
    StoreBusy,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
)
from resources.store.store import Store
from tests.store.audited import audit_of, begin, request, state


def refused(url: str, kind: type[StoreError]) -> str:
    with Store.open(url) as store, pytest.raises(kind) as caught:
        store.begin_audit(request(1))
    return str(caught.value)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    said = refused(f"sqlite:///{tmp_path}/no/store.db", StoreUnreachable)
    assert said.startswith(f"the store cannot be opened: SQLite file {tmp_path}/no/store.db: unable to open")
    assert "the folder exists" in said


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"this is a letter, not a database" * 100)
    said = refused(f"sqlite:///{tmp_path}/store.db", StoreUnreachable)
    assert "file is not a database; restore it from a backup" in said


def test_a_store_that_is_damaged_in_the_middle(sqlite_store: Store) -> None:
    file = sqlite_store.database.file
    assert file is not None
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StoreUnreachable, match="damaged"):
        sqlite_store.audits()


def test_a_server_that_does_not_answer_and_a_password_that_is_not_repeated() -> None:
    said = refused("postgresql://me:secret@/fleet?host=/nowhere&password=secret", StoreUnreachable)
    assert said.startswith("the store cannot be opened: PostgreSQL /nowhere/fleet: connection to server")
    assert "secret" not in said


def test_a_database_that_does_not_exist(postgres_server: str) -> None:
    url = make_url(postgres_server).set(database="nowhere").render_as_string(hide_password=False)
    assert 'database "nowhere" does not exist' in refused(url, StoreUnreachable)


@pytest.mark.parametrize(
    "url", ["mysql://me:secret@host/x", "secret", "", "postgresql://me:secret@host:port/x"]
)
def test_an_address_that_no_store_can_have(url: str) -> None:
    with pytest.raises(StoreUnreachable, match="use sqlite:////absolute") as caught:
        Store.open(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_the_same_driver(scheme: str) -> None:
    with Store.open(f"{scheme}://host/fleet") as store:
        assert store.database.engine.url.drivername == "postgresql+psycopg2"
        assert store.database.file is None


def test_a_store_that_may_only_be_read(dialect: str, own_url: str) -> None:
    with Store.open(own_url) as store:
        audit = audit_of(store, states=[state()])
        if dialect == "postgresql":
            with store.database.writing() as connection:
                name = make_url(own_url).database
                connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    url = own_url if dialect == "postgresql" else own_url.replace("///", "///file:") + "?mode=ro&uri=true"
    with Store.open(url) as store:
        store.check()
        assert list(store.snapshot(audit).states) == ["a/one"]
        with pytest.raises(StoreReadOnly, match="give this user write permission"):
            begin(store)


def test_a_full_disk_loses_only_what_was_being_written(sqlite_store: Store) -> None:
    audit = audit_of(sqlite_store, states=[state()])
    sqlite_store.close()
    event.listen(sqlite_store.database.engine, "connect", forty_pages_at_most)
    many = [state(f"a/{number}", why="x" * 100) for number in range(2_000)]
    with pytest.raises(StoreFull, match="free some space and run again; what was recorded before is kept"):
        sqlite_store.record_states(audit, 1, many)
    assert sqlite_store.snapshot().states == {"a/one": state()}
    event.remove(sqlite_store.database.engine, "connect", forty_pages_at_most)
    sqlite_store.close()
    assert len(sqlite_store.record_states(audit, 1, many)) == 2_000


def forty_pages_at_most(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA max_page_count=40")
    cursor.close()


@pytest.mark.parametrize(
    ("code", "kind"),
    [("53100", StoreFull), ("42501", StoreReadOnly), ("57P03", StoreUnreachable), ("XX000", None)],
)
def test_what_the_server_reports_is_told_apart(
    emptied_postgres: str, code: str, kind: type[StoreError] | None
) -> None:
    report = text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$")
    with (
        Store.open(emptied_postgres) as store,
        pytest.raises(kind or DBAPIError) as caught,
        store.database.writing() as connection,
    ):
        connection.execute(report)
    assert isinstance(caught.value, StoreError) == (kind is not None)


def test_a_writer_does_not_wait_for_ever(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    with Store.open(store_url) as held, Store.open(store_url) as waiting:
        with held.database.writing(), pytest.raises(StoreBusy, match="wait for the other audit to finish"):
            begin(waiting)
        assert begin(waiting) == 1


def test_readers_do_not_wait_for_the_writer(store: Store) -> None:
    audit = audit_of(store, states=[state()])
    with store.database.writing() as connection:
        connection.execute(text("DELETE FROM repository_states"))
        assert list(store.snapshot(audit).states) == ["a/one"]


def test_a_reader_sees_one_moment_however_often_it_looks(store: Store) -> None:
    audit_of(store, states=[state()])
    count = text("SELECT count(*) FROM audits")
    with store.database.reading() as connection:
        before = connection.execute(count).scalar()
        begin(store)
        assert connection.execute(count).scalar() == before
    assert len(store.audits()) == 2


def test_our_own_mistakes_are_not_dressed_up(store: Store) -> None:
    twice = text(
        "INSERT INTO repositories (slug, root, digest, audit, verified) VALUES ('a', 'r', 'd', 1, 1), "
        "('a', 'r', 'd', 1, 1)"
    )
    with pytest.raises(IntegrityError), store.database.writing() as connection:
        connection.execute(twice)
