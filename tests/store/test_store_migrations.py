import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from resources.store import revisions
from resources.store.errors import StoreNewer, StoreNotMigrated
from resources.store.schema import METADATA
from resources.store.store import Store
from tests.store.audited import begin


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    with Store.open(url) as store, store.database.writing() as connection:
        yield connection


def table_names(url: str) -> set[str]:
    with writing(url) as connection:
        return set(inspect(connection).get_table_names())


def test_migrations_go_up_and_down_and_up_again(bare_url: str) -> None:
    ours = {*METADATA.tables, revisions.VERSION_TABLE}
    for _ in range(2):
        with writing(bare_url) as connection:
            revisions.upgrade(connection)
        assert table_names(bare_url) - {"sqlite_sequence"} == ours
        with writing(bare_url) as connection:
            revisions.downgrade(connection, "base")
        assert table_names(bare_url) - {"sqlite_sequence"} == {revisions.VERSION_TABLE}


def test_migrated_tables_are_those_of_the_schema(own_url: str) -> None:
    with writing(own_url) as connection:
        options = {"version_table": revisions.VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def test_migrating_creates_a_store_and_does_nothing_to_a_current_one(bare_url: str) -> None:
    with Store.open(bare_url) as store:
        store.migrate()
        audit = begin(store)
        store.migrate()
        store.check()
        assert store.audit(audit).id == audit


def test_a_migration_that_fails_leaves_nothing_behind(bare_url: str) -> None:
    with pytest.raises(RuntimeError, match="power cut"):
        upgrade_until_the_power_is_cut(bare_url)
    assert table_names(bare_url) == set()


def upgrade_until_the_power_is_cut(url: str) -> None:
    with writing(url) as connection:
        revisions.upgrade(connection)
        raise RuntimeError("power cut")


def test_a_store_without_tables_says_how_to_get_them(bare_url: str) -> None:
    with Store.open(bare_url) as store:
        with pytest.raises(StoreNotMigrated, match="run an audit"):
            store.check()
        with pytest.raises(StoreNotMigrated, match="run an audit"):
            store.audits()


def test_looking_for_a_store_does_not_create_one(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'store.db'}") as store, pytest.raises(StoreNotMigrated):
        store.check()
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_that_another_process_writes_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("CREATE TABLE of_another (x)")
        other.execute("BEGIN IMMEDIATE")
        release = Timer(0.1, other.execute, ("COMMIT",))
        release.start()
        with Store.open(f"sqlite:///{file}") as store:
            store.migrate()
            store.check()
        release.join()


def test_a_store_from_a_newer_version_is_refused_and_left_alone(own_url: str) -> None:
    with writing(own_url) as connection:
        connection.exec_driver_sql("UPDATE store_revision SET version_num = 'r9999'")
    with Store.open(own_url) as store:
        for attempt in (store.check, store.migrate):
            with pytest.raises(StoreNewer, match=r"revision r9999, known up to r\d{4}; upgrade"):
                attempt()


def test_the_revisions_are_those_that_alembic_finds() -> None:
    scripts = ScriptDirectory(str(revisions.MIGRATIONS))
    walked = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(walked)) == revisions.known()


def test_a_store_may_live_beside_dagsters_tables(own_url: str) -> None:
    with writing(own_url) as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('of dagster')")
    with Store.open(own_url) as store:
        store.migrate()
        store.check()


def test_audits_keep_their_rows_and_numbers_when_their_states_grow_and_shrink(bare_url: str) -> None:
    with writing(bare_url) as connection:
        revisions.upgrade(connection)
    with Store.open(bare_url) as store:
        before = [begin(store), begin(store)]
        with store.database.writing() as connection:
            connection.exec_driver_sql("UPDATE audits SET status = 'mentioned', finished = 9 WHERE id = 1")
            connection.exec_driver_sql("UPDATE audits SET status = 'mentioned' WHERE id = 2")
            revisions.downgrade(connection, "r0011")
            rows = connection.exec_driver_sql("SELECT id, status FROM audits ORDER BY id").all()
            assert [tuple(row) for row in rows] == [(1, "complete"), (2, "partial")]
            revisions.upgrade(connection)
        assert [store.audit(audit).status for audit in before] == ["complete", "partial"]
        assert begin(store) == 3
