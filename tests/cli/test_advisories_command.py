"""Importing a snapshot of advisories and asking what it knows."""

from pathlib import Path

import pytest

from resources.home import Home
from tests.advisories.records import archive, osv
from tests.cli.command_line import gitops

pytestmark = pytest.mark.usefixtures("quickly")
RECORD = osv("GHSA-1", "npm", "acme", ("introduced", "0"))


def test_an_import_says_what_the_snapshot_knows(home: Home, tmp_path: Path) -> None:
    done = gitops("advisories", "import", archive(tmp_path / "all.zip", RECORD))
    assert done.code == 0, done.err
    assert done.out.startswith("Imported 1 records (0 were there already).\nSnapshot of 2026-05-01, digest ")
    assert "npm  1" in done.out
    known = gitops("advisories", "status", "--json").document
    assert (known["date"], known["records"], known["ecosystems"]) == ("2026-05-01", 1, {"npm": 1})
    assert gitops("advisories", "status").out.startswith("Snapshot of 2026-05-01")


def test_what_was_not_read_is_told(home: Home, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{}")
    other = archive(tmp_path / "all.zip", RECORD, osv("D-1", "Debian:12", "acme", ("introduced", "0")))
    done = gitops("advisories", "import", tmp_path / "bad.json", other)
    assert done.code == 0
    assert f"not read: {tmp_path / 'bad.json'}: it has no id" in done.err
    assert "left out: 1 records about ecosystems" in done.err


def test_without_a_snapshot_the_status_says_how_to_get_one(home: Home) -> None:
    gitops("advisories", "status").told(4, "no snapshot", "advisories.db", "advisories import")


def test_a_path_that_is_not_there(home: Home, tmp_path: Path) -> None:
    missing = tmp_path / "none.zip"
    gitops("advisories", "import", missing).told(2, "cannot be read", str(missing), "name a zip")
