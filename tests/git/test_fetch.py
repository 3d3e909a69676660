import os
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from resources.git.fetch import fetch_all
from tests.repositories import ENVIRONMENT, cloned, commit, git, repository

REFUSED = "it names a proxy, a command or a file of its own to fetch with: "


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"):
        monkeypatch.setenv(name, ENVIRONMENT[name])


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return repository(tmp_path / "origin")


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Path:
    return cloned(origin, tmp_path / "clone")


def fetched(path: Path) -> dict[bytes, str]:
    return fetch_all([os.fsencode(path)], timeout=20)


def test_what_is_new_on_the_remote_arrives(origin: Path, clone: Path) -> None:
    head = commit(origin, file="new")
    assert fetched(clone) == {}
    assert git(clone, "rev-parse", "origin/main") == head


def test_a_repository_without_remotes_is_left_alone(origin: Path) -> None:
    assert fetched(origin) == {}


def test_a_remote_that_cannot_be_reached_is_named_with_the_reason(clone: Path) -> None:
    git(clone, "remote", "set-url", "origin", "/nowhere/at/all")
    assert "/nowhere/at/all" in fetched(clone)[os.fsencode(clone)]


def test_a_repository_that_is_gone_has_a_reason(tmp_path: Path) -> None:
    assert list(fetched(tmp_path / "gone")) == [os.fsencode(tmp_path / "gone")]


@pytest.mark.parametrize(
    "settings",
    [
        {"remote.origin.uploadpack": "touch {canary}; git-upload-pack"},
        {"remote.origin.url": "ext::sh -c 'touch {canary}'", "protocol.ext.allow": "always"},
        {"remote.origin.url": "ssh://host.invalid/x", "core.sshCommand": "touch {canary};"},
        {"remote.origin.url": "git://host.invalid/x", "core.gitProxy": "touch-{canary}"},
        {"core.hooksPath": "{hooks}"},
        {"remote.origin.vcs": "evil"},
        {"http.cookieFile": "{canary}", "http.http://127.0.0.1:9/x.saveCookies": "true"},
        {"core.fsmonitor": "touch {canary}"},
        {"credential.helper": "!touch {canary}", "remote.origin.url": "http://127.0.0.1:9/x"},
    ],
    ids=lambda settings: next(iter(settings)) + f"-{len(settings)}",
)
def test_nothing_that_the_repository_names_is_run(
    clone: Path, origin: Path, tmp_path: Path, settings: dict[str, str]
) -> None:
    canary, hooks = tmp_path / "canary", tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("reference-transaction", "post-fetch", "pre-auto-gc"):
        (hooks / hook).write_text(f"#!/bin/sh\ntouch {canary}\n")
        (hooks / hook).chmod(0o755)
    commit(origin, file="new")
    for key, value in settings.items():
        git(clone, "config", key, value.format(canary=canary, hooks=hooks))
    fetched(clone)
    assert not canary.exists()


def test_the_users_own_way_in_is_used(clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used, mine = tmp_path / "used", tmp_path / "gitconfig"
    mine.write_text(f"[core]\n\tsshCommand = touch {used}; false\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(mine))
    git(clone, "remote", "set-url", "origin", "ssh://host.invalid/x")
    assert fetched(clone)
    assert used.exists()


def program(folder: Path, canary: Path) -> Path:
    path = folder / "program"
    path.write_text(f"#!/bin/sh\ntouch {canary}\n")
    path.chmod(0o755)
    return path


def test_a_pack_command_is_not_run_for_any_of_several_remotes(
    clone: Path, origin: Path, tmp_path: Path
) -> None:
    git(clone, "remote", "add", "second", f"file://{origin}")
    for name in ("origin", "second"):
        git(clone, "config", f"remote.{name}.uploadpack", str(program(tmp_path, tmp_path / "canary")))
    assert REFUSED in fetched(clone)[os.fsencode(clone)]
    assert not (tmp_path / "canary").exists()


def test_a_proxy_command_is_not_run(clone: Path, tmp_path: Path) -> None:
    git(clone, "config", "core.gitProxy", str(program(tmp_path, tmp_path / "canary")))
    git(clone, "remote", "set-url", "origin", "git://127.0.0.1:9/x")
    assert REFUSED in fetched(clone)[os.fsencode(clone)]
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize(
    "key",
    [
        "http.proxy",
        "http.sslVerify",
        "http.cookieFile",
        "http.extraHeader",
        "http.https://Example.org/.proxy",
        "remote.origin.proxy",
    ],
)
def test_a_way_through_somebody_elses_host_is_not_taken(
    clone: Path, httpserver: HTTPServer, key: str
) -> None:
    git(clone, "config", key, httpserver.url_for(""))
    git(clone, "remote", "set-url", "origin", "http://127.0.0.1:9/x")
    head, _, name = key.rpartition(".")
    assert fetched(clone)[os.fsencode(clone)] == f"{REFUSED}{head}.{name.lower()}"
    assert not httpserver.log


def test_a_program_that_asks_for_passwords_is_not_run(
    clone: Path, tmp_path: Path, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/x/info/refs").respond_with_data(
        "", status=401, headers={"WWW-Authenticate": 'Basic realm="x"'}
    )
    git(clone, "config", "core.askPass", str(program(tmp_path, tmp_path / "canary")))
    git(clone, "remote", "set-url", "origin", httpserver.url_for("/x"))
    assert fetched(clone)
    assert httpserver.log
    assert not (tmp_path / "canary").exists()
