"""`gitops-assets dev` prepares the home and becomes Dagster's own process."""

import io
import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner

from gitops_assets.cli import dev
from gitops_assets.cli.dev import command
from gitops_assets.cli.exits import Stop
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


@pytest.fixture(autouse=True)
def began(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines of the processes that it begins."""
    lines: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda line, **_fields: lines.append(line))
    monkeypatch.setattr(dev, "taken", lambda _host, _port: io.BytesIO())
    return lines


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


def test_it_begins_the_service_beside_it_and_keeps_secrets_from_runs(
    home: Home, became: list[str], began: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB", "GITHUB_OLD"):
        monkeypatch.setenv(f"GITOPS_WEBHOOK_SECRET_{name}", "planted")
    done = CliRunner().invoke(command, ["--service-port", "3777"])
    assert done.exit_code == 0, done.output
    (line,) = began
    assert line[line.index("serve") :] == [
        "serve",
        "--host",
        "127.0.0.1",
        "--port",
        "3777",
        "--until-parent-ends",
    ]
    assert [value for value in os.environ.values() if value == "planted"] == []


def test_without_a_secret_the_service_takes_no_webhooks(
    home: Home, became: list[str], began: list[list[str]]
) -> None:
    assert CliRunner().invoke(command).exit_code == 0
    assert "--no-webhooks" in began[0]


def test_the_service_can_be_left_to_others(home: Home, became: list[str], began: list[list[str]]) -> None:
    assert CliRunner().invoke(command, ["--no-service"]).exit_code == 0
    assert began == []
    assert became


def test_a_secret_that_is_none_is_said_before_anything_begins(
    home: Home, became: list[str], began: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITOPS_WEBHOOK_SECRET_GITLAB", "")
    done = CliRunner().invoke(command)
    assert isinstance(done.exception, Stop)
    assert "holds no secret" in str(done.exception)
    assert (became, began) == ([], [])
