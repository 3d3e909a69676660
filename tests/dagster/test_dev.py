"""`gitops-assets dev` prepares the home and keeps Dagster's programs and the service running on it."""

import io
import os
import socket
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner

from gitops_assets.cli import dev
from gitops_assets.cli.dev import command
from gitops_assets.cli.exits import Stop
from resources.home import HOME_VARIABLE, Home
from resources.instance import AT_THE_COMMAND_LINE, is_initialised
from resources.keeping.held import held
from resources.keeping.keeper import GaveUp, Keeper, Program
from resources.store.store import Store

REFUSE = dev._refuse_if_taken
NAMES = ["code server", "web server", "daemon", "service"]


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[str, Program]:
    """The programs that it would keep running, by name, and none that runs."""
    found: dict[str, Program] = {}

    def run(keeper: Keeper) -> None:
        found.update({each.program.name: each.program for each in keeper._kept})
        assert keeper._folder == Path(os.environ[HOME_VARIABLE]) / "dagster"

    monkeypatch.setattr(Keeper, "run", run)
    # Whoever runs the tests may have a `dev` of their own.
    monkeypatch.setattr(dev, "_refuse_if_taken", lambda _host, _port: None)
    monkeypatch.setattr(dev, "taken", lambda _host, _port: io.BytesIO())
    return found


def test_it_makes_a_home_that_daemon_and_web_server_can_open(home: Home, kept: dict[str, Program]) -> None:
    done = CliRunner().invoke(command, ["--port", "3333"])
    assert done.exit_code == 0, done.output
    assert is_initialised(home)
    with Store.open(home.store_url) as store:
        store.check()
    assert list(kept) == NAMES
    assert list(kept["web server"].words)[1:7] == [
        *("-m", "dagster_webserver", "--host", "127.0.0.1"),
        *("--port", "3333"),
    ]
    assert "http://127.0.0.1:3333" in done.output
    assert f"export DAGSTER_HOME={home.dagster}" in done.output


def test_nothing_runs_where_an_audited_repository_could_lie(
    home: Home, kept: dict[str, Program], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(HOME_VARIABLE, os.path.relpath(home.path))
    assert CliRunner().invoke(command).exit_code == 0
    named = {each.environ[HOME_VARIABLE] for each in kept.values()}
    assert [Path(each).is_absolute() and Path(each).samefile(home.path) for each in named] == [True]


def test_it_ends_what_was_killed(home: Home, instance: dg.DagsterInstance) -> None:
    run = dg.DagsterRun(
        "audit", run_id="killed", status=dg.DagsterRunStatus.STARTED, tags=AT_THE_COMMAND_LINE
    )
    instance.add_run(run)
    assert CliRunner().invoke(command).exit_code == 0
    killed = instance.get_run_by_id("killed")
    assert killed is not None
    assert killed.status is dg.DagsterRunStatus.FAILURE


def test_it_leaves_an_audit_alone_that_is_at_work(home: Home, instance: dg.DagsterInstance) -> None:
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


def test_before_a_code_server_begins_the_runs_of_the_one_before_are_called_failed(
    home: Home, instance: dg.DagsterInstance, kept: dict[str, Program]
) -> None:
    assert CliRunner().invoke(command).exit_code == 0
    words = list(kept["code server"].words)
    socket = Path(words[words.index("--socket") + 1])
    socket.touch()
    begun = {"lost": str(socket), "another's": "/elsewhere.sock"}
    for name, at in begun.items():
        tags = {".dagster/grpc_info": f'{{"host": "localhost", "socket": "{at}"}}'}
        instance.add_run(dg.DagsterRun("look", run_id=name, status=dg.DagsterRunStatus.STARTED, tags=tags))
    assert not kept["daemon"].waits()
    kept["code server"].before()
    assert kept["daemon"].waits()
    found = {name: run.status for name in begun if (run := instance.get_run_by_id(name))}
    assert found == {"lost": dg.DagsterRunStatus.FAILURE, "another's": dg.DagsterRunStatus.STARTED}


def test_the_service_alone_knows_the_secrets(
    home: Home, kept: dict[str, Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB", "GITHUB_OLD"):
        monkeypatch.setenv(f"GITOPS_WEBHOOK_SECRET_{name}", "planted")
    done = CliRunner().invoke(command, ["--service-port", "3777"])
    assert done.exit_code == 0, done.output
    words = list(kept["service"].words)
    assert words[words.index("serve") :] == [
        "serve",
        *("--host", "127.0.0.1", "--port", "3777", "--until-parent-ends"),
    ]
    knowing = [each.name for each in kept.values() if "planted" in each.environ.values()]
    assert knowing == ["service"]


def test_without_a_secret_the_service_takes_no_webhooks(home: Home, kept: dict[str, Program]) -> None:
    assert CliRunner().invoke(command).exit_code == 0
    assert "--no-webhooks" in kept["service"].words


def test_the_service_can_be_left_to_others(home: Home, kept: dict[str, Program]) -> None:
    assert CliRunner().invoke(command, ["--no-service"]).exit_code == 0
    assert list(kept) == NAMES[:-1]


def test_a_secret_that_is_none_is_said_before_anything_begins(
    home: Home, kept: dict[str, Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITOPS_WEBHOOK_SECRET_GITLAB", "")
    done = CliRunner().invoke(command)
    assert isinstance(done.exception, Stop)
    assert "holds no secret" in str(done.exception)
    assert kept == {}


def test_a_second_one_is_refused(home: Home, kept: dict[str, Program]) -> None:
    home.path.mkdir(parents=True, exist_ok=True)
    with held(home, {"UI": "http://127.0.0.1:3000"}):
        done = CliRunner().invoke(command)
    assert isinstance(done.exception, Stop)
    assert f"already runs on the home {home.path}: process {os.getpid()}" in str(done.exception)
    assert kept == {}


def test_what_cannot_be_kept_ends_it_with_a_message(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_keeper: Keeper) -> None:
        raise GaveUp("the daemon ended with exit code 1, 5 times in a row within a minute of its start")

    monkeypatch.setattr(Keeper, "run", run)
    done = CliRunner().invoke(command)
    assert isinstance(done.exception, Stop)
    assert "the daemon ended with exit code 1" in str(done.exception)
    assert "everything else was ended" in str(done.exception)


def test_an_address_where_another_listens_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "_refuse_if_taken", REFUSE)
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = CliRunner().invoke(command, ["--port", str(other.getsockname()[1])])
    assert isinstance(done.exception, Stop)
    assert "another program listens there; choose another with --port" in str(done.exception)
