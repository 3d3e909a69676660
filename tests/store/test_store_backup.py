import json
import os
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from gitops_assets.core.model import Cause, Change, Inventory, InventoryEntry, Outcome
from resources.store.backup import backup, restore
from resources.store.errors import StoreError, StoreNewer, StoreNotMigrated
from resources.store.model import Location
from resources.store.store import Store
from tests.store.audited import answered, audit_of, begin, failed, state

COPY = "copy.zip"


def fill(store: Store) -> Store:
    """Two audits with a row in every table, some of them odd, some ended."""
    odd = state("a/odd", branch="\0\udcff", committed=2**80)
    audit_of(store, failed(), failed("a/odd"), states=[state(), odd])
    last = audit_of(
        store, answered(Outcome.PASS), answered(Outcome.UNKNOWN, "a/odd"), states=[state(ahead=1)]
    )
    store.record_repositories(last, 1, [Location("a/one", b"/\xff\0", b"/"), Location("a/none", None, b"/")])
    store.record_inventory(last, 1, Inventory((InventoryEntry(slug="a/one", private=True),)))
    store.record_changes(
        last, [Change(slug="a", kind="k", subject="s", before=None, after="é", cause=Cause.CODE)]
    )
    return store


def everything(store: Store) -> tuple[object, ...]:
    audits = store.audits()
    return (
        audits,
        store.locations(),
        [store.snapshot(row.id) for row in audits],
        [store.changes(row.id) for row in audits],
        [store.findings(row.id, store.previous_audit(row.id)) for row in audits],
    )


@pytest.fixture
def copy(store: Store, tmp_path: Path) -> Path:
    backup(fill(store), tmp_path / COPY)
    return tmp_path / COPY


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same backup with other members."""
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("target", ["new_sqlite", "new_postgres"])
def test_a_store_is_the_same_after_moving_to_either_database(
    store: Store, copy: Path, target: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(target)()
    restore(url, copy)
    with Store.open(url) as moved:
        assert everything(moved) == everything(store)
        moved.check()
        again = copy.with_name("again.zip")
        backup(moved, again)
    assert again.read_bytes() == copy.read_bytes()


def test_a_backup_can_become_a_new_store_that_goes_on_counting(copy: Path, bare_url: str) -> None:
    counts = restore(bare_url, copy)
    assert (counts["audits"], counts["changes"]) == (2, 1)
    with Store.open(bare_url) as restored:
        with restored.database.reading() as connection:
            unset = connection.exec_driver_sql("SELECT count(*) FROM audits WHERE fleet_file IS NULL")
            assert unset.scalar() == 2
        assert begin(restored) == 3
        assert restored.record_states(3, 1, [state(ahead=2), state("a/new")]) == ["a/one", "a/new"]


def test_a_backup_says_how_many_rows_it_has(store: Store, tmp_path: Path) -> None:
    counts = backup(fill(store), tmp_path / COPY)
    assert {name: rows for name, rows in counts.items() if rows and name != "verdicts"} == {
        "audits": 2,
        "changes": 1,
        "findings": 2,
        "inventories": 1,
        "inventory_entries": 1,
        "repositories": 2,
        "repository_states": 3,
    }


def test_a_store_with_audits_is_replaced_only_by_force(store: Store, copy: Path) -> None:
    url = store.database.engine.url.render_as_string(hide_password=False)
    expected = everything(store)
    audit_of(store, states=[state(ahead=9)])
    with pytest.raises(StoreError, match=r"the store is not empty: .* it has 3 audits; restore into a new"):
        restore(url, copy)
    assert len(store.audits()) == 3
    restore(url, copy, force=True)
    assert everything(store) == expected


def test_an_older_backup_is_upgraded(copy: Path, bare_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = "def upgrade():\n    op.add_column('changes', sa.Column('note', sa.Text(), server_default='-'))\n"
    add_revision(copy.parent, later, monkeypatch)
    restore(bare_url, copy)
    with Store.open(bare_url) as store, store.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM store_revision").scalar() == "r9998"
        assert connection.exec_driver_sql("SELECT note FROM changes").scalar() == "-"


def add_revision(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the product have one more revision than it has."""
    from shutil import copytree, ignore_patterns  # noqa: PLC0415 - for this test alone

    from resources.store import revisions  # noqa: PLC0415

    migrations = folder / "migrations"
    copytree(revisions.MIGRATIONS, migrations, ignore=ignore_patterns("__pycache__"))
    imports = "import sqlalchemy as sa\nfrom alembic import op\n"
    place = f"revision = 'r9998'\ndown_revision = '{revisions.known()[-1]}'\n"
    (migrations / "versions" / "r9998_later.py").write_text(imports + place + body)
    monkeypatch.setattr(revisions, "MIGRATIONS", migrations)


def test_a_backup_from_a_newer_version_is_refused(copy: Path, bare_url: str) -> None:
    def of_tomorrow(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps({**manifest, "revision": "r9999"}).encode()

    with pytest.raises(StoreNewer, match="r9999"):
        restore(bare_url, rewritten(copy, of_tomorrow))


def cut_rows(members: dict[str, bytes]) -> None:
    members["audits.jsonl"] = b"".join(members["audits.jsonl"].splitlines(keepends=True)[:1])


def add_column(members: dict[str, bytes]) -> None:
    members["audits.jsonl"] = members["audits.jsonl"].replace(b'"fleet":', b'"flood":')


def drop_table(members: dict[str, bytes]) -> None:
    del members["findings.jsonl"]


def break_json(members: dict[str, bytes]) -> None:
    members["changes.jsonl"] = b"{"


def break_rule(members: dict[str, bytes]) -> None:
    members["audits.jsonl"] = members["audits.jsonl"].replace(b'"complete"', b'"enjoyed"')


def forget_format(members: dict[str, bytes]) -> None:
    members["manifest.json"] = b'{"format": "other/9"}'


@pytest.mark.parametrize(
    "damage",
    [cut_rows, add_column, drop_table, break_json, break_rule, forget_format],
    ids=lambda d: d.__name__,
)
def test_a_damaged_backup_changes_nothing(
    sqlite_store: Store, tmp_path: Path, damage: Callable[[dict[str, bytes]], None]
) -> None:
    backup(fill(sqlite_store), tmp_path / COPY)
    before = everything(sqlite_store)
    with pytest.raises(StoreError, match="backup"):
        restore(str(sqlite_store.database.engine.url), rewritten(tmp_path / COPY, damage), force=True)
    assert everything(sqlite_store) == before


def test_a_file_that_is_no_backup_or_is_not_there(copy: Path, bare_url: str) -> None:
    copy.write_bytes(copy.read_bytes()[:-100])
    with pytest.raises(StoreError, match=r"this is not a whole backup: .*; use another backup"):
        restore(bare_url, copy)
    with pytest.raises(StoreError, match=r"the backup could not be read: .* No such file or directory"):
        restore(bare_url, copy.with_name("other.zip"))


def test_a_backup_is_there_whole_or_not_at_all(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left on device; choose a folder that exists and has room"):
        backup(fill(sqlite_store), tmp_path / COPY)
    assert not list(tmp_path.glob("*copy*"))
    with pytest.raises(StoreError, match="No such file or directory"):
        backup(sqlite_store, tmp_path / "no" / COPY)


def test_what_is_no_store_cannot_be_backed_up(bare_url: str, tmp_path: Path) -> None:
    with Store.open(bare_url) as store, pytest.raises(StoreNotMigrated):
        backup(store, tmp_path / COPY)
    assert not (tmp_path / COPY).exists()
