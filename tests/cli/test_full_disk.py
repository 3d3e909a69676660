"""A full disk under the store, under Dagster's storage, under the reports: told, and nothing is lost."""

import contextlib
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine.interfaces import DBAPIConnection

from resources.home import Home
from resources.store import engine
from tests.cli.command_line import PROGRAM, ROOT, changes, gitops

ON_A_SMALL_DISK = """\
set -e
mount -t tmpfs -o size=900k tmpfs "$GITOPS_HOME"
set +e
"$@"; echo "first ended with $?"
mount -o remount,size=20m "$GITOPS_HOME"
"$@" -o "$GITOPS_HOME/reports"; echo "second ended with $?"
ls "$GITOPS_HOME/reports"
"""


@contextlib.contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def limit_growth(patch: pytest.MonkeyPatch) -> None:
    """Let the store's file grow no more: SQLite says what it says on a full disk."""
    durable = engine._durable

    def limited(connection: DBAPIConnection, record: object) -> None:
        durable(connection, record)
        cursor = connection.cursor()
        cursor.execute("PRAGMA page_count")
        row = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {row[0] if row else 0}")
        cursor.close()

    patch.setattr(engine, "_durable", limited)


def fill(fleet: Path) -> None:
    """So many changed files in many repositories that the store must grow."""
    for number in range(12):
        shutil.copytree(fleet / "api", fleet / f"copy-{number}")
        for each in range(20):
            (fleet / f"copy-{number}" / f"a rather long name of an untracked file {each}").touch()


@pytest.mark.usefixtures("quickly")
def test_a_full_disk_under_the_store_is_told_and_the_next_audit_is_right(
    fleet: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    gitops("audit", fleet)
    fill(fleet)
    with monkeypatch.context() as patch:
        limit_growth(patch)
        done = gitops("audit", fleet)
    done.told(3, "the disk under the store is full", str(home.path / "store.db"), "free some space")
    again = gitops("audit", fleet, "--json")
    assert again.document["audit"]["previous"] == 1
    assert {kind for _, kind in changes(again)} >= {"repository-added"}
    assert len({slug for slug, _ in changes(again)}) == 12


@pytest.mark.parametrize("size", [20_000, 200_000])
def test_a_disk_that_takes_no_more_is_told_wherever_it_happens(size: int, fleet: Path, home: Home) -> None:
    with no_file_larger_than(size):
        done = gitops("audit", fleet)
    done.told(3, "disk", str(home.path), "free some space")
    again = gitops("audit", fleet)
    assert again.code == 0
    assert "This is the first audit" in again.out


@pytest.mark.usefixtures("quickly")
def test_a_report_that_does_not_fit_leaves_the_one_before(fleet: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    gitops("audit", fleet, "-o", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with no_file_larger_than(33_000):
        done = gitops("report", "html", "-o", out)
    done.told(3, f"the report {out / 'report.html'}", "File too large", "free some space")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk in a namespace of its own")
def test_a_home_on_a_full_disk_works_as_soon_as_there_is_space(fleet: Path, home: Home) -> None:
    home.path.mkdir()
    done = subprocess.run(
        [
            "unshare",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            ON_A_SMALL_DISK,
            "sh",
            *PROGRAM,
            "audit",
            str(fleet),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if "ended with" not in done.stdout:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    assert "first ended with 3" in done.stdout
    assert "second ended with 0" in done.stdout
    assert "report.sarif" in done.stdout
    assert "the disk under the store is full" in done.stderr
    assert "Traceback" not in done.stderr
