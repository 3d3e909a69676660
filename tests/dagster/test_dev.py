"""`gitops-assets dev` prepares the home and becomes Dagster's own process."""

import os
import sys
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner

from gitops_assets.cli.dev import command
from resources.home import HOME_VARIABLE, Home
from resources.instance import AT_THE_COMMAND_LINE, is_initialised
from resources.store.store import Store


@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The command line of the process that it becomes; it may change the folder that tests stand in."""
    (tmp_path / "somewhere").mkdir()
    monkeypatch.chdir(tmp_path / "somewhere")
    found: list[str] = []
    monkeypatch.setattr(os, "execv", lambda _program, arguments: found.extend(arguments))
    return found


def test_it_makes_a_home_that_daemon_and_web_interface_can_open(home: Home, became: list[str]) -> None:
    done = CliRunner().invoke(command, ["--port", "3333"])
    assert done.exit_code == 0, done.output
    assert is_initialised(home)
    with Store.open(home.store_url) as store:
        store.check()
    assert became[0] == sys.executable
    assert became[became.index("dagster") :] == [
        *("dagster", "dev", "-m", "gitops_assets.definitions"),
        *("--host", "127.0.0.1", "--port", "3333"),
    ]
    assert "http://127.0.0.1:3333" in done.output
    assert f"export DAGSTER_HOME={home.dagster}" in done.output


def test_it_does_not_run_where_an_audited_repository_could_lie(
    home: Home, became: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, os.path.relpath(home.path))
    assert CliRunner().invoke(command).exit_code == 0
    assert Path.cwd() == home.dagster
    named = Path(os.environ[HOME_VARIABLE])
    assert (named.is_absolute(), named.samefile(home.path)) == (True, True)


def test_it_ends_what_was_killed(home: Home, became: list[str], instance: dg.DagsterInstance) -> None:
    run = dg.DagsterRun(
        "audit", run_id="killed", status=dg.DagsterRunStatus.STARTED, tags=AT_THE_COMMAND_LINE
    )
    instance.add_run(run)
    assert CliRunner().invoke(command).exit_code == 0
    killed = instance.get_run_by_id("killed")
    assert killed is not None
    assert killed.status is dg.DagsterRunStatus.FAILURE


def test_it_leaves_an_audit_alone_that_is_at_work(
    home: Home, became: list[str], instance: dg.DagsterInstance
) -> None:
    from filelock import FileLock  # noqa: PLC0415

    home.path.mkdir(exist_ok=True)
    instance.add_run(
        dg.DagsterRun("audit", run_id="alive", status=dg.DagsterRunStatus.STARTED, tags=AT_THE_COMMAND_LINE)
    )
    with FileLock(home.lock):
        assert CliRunner().invoke(command).exit_code == 0
    alive = instance.get_run_by_id("alive")
    assert alive is not None
    assert alive.status is dg.DagsterRunStatus.STARTED
