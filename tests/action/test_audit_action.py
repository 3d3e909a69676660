"""The GitHub Action does on a runner what its description says, and tells it where people look."""

import base64
import gzip
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from tests.action.runner import ACTION, Runner, metadata
from tests.repositories import commit, git, repository

REPO = "/repos/acme/shop"
PULL = {"pull_request": {"number": 7, "head": {"sha": "a" * 40}}}
BOT = {"login": "github-actions[bot]"}
TOKEN = "AKIA" + "QY7XN3VRTK2LMPWZ"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A repository on a branch that adds a secret to what its base has."""
    path = repository(tmp_path / "here", README="hello\n")
    git(path, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(path, "checkout", "-q", "-b", "topic")
    commit(path, deploy__env=f"AWS_ACCESS_KEY_ID={TOKEN}\n")
    return path


@pytest.fixture
def runner(tmp_path: Path, httpserver: HTTPServer) -> Runner:
    temporary = tmp_path / "runner"
    temporary.mkdir()
    return Runner(temporary, environment(httpserver), PULL)


def environment(httpserver: HTTPServer) -> dict[str, str]:
    scripts = Path(sys.executable).parent
    return {
        "PATH": f"{scripts}:{os.environ['PATH']}",
        "GITHUB_API_URL": httpserver.url_for("").rstrip("/"),
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_BASE_REF": "main",
        "GITHUB_REF": "refs/pull/7/merge",
        "GITHUB_SHA": "b" * 40,
        "GITHUB_RUN_ID": "99",
    }


def said(httpserver: HTTPServer, method: str, path: str) -> list[dict[str, Any]]:
    """The bodies of the requests to this path."""
    asked = [request for request, _ in httpserver.log if (request.method, request.path) == (method, path)]
    assert all(each.headers["Authorization"] == "Bearer a-token" for each in asked)
    return [json.loads(each.get_data()) for each in asked]


def quiet(httpserver: HTTPServer, *comments: dict[str, Any]) -> None:
    """GitHub with these comments and a workflow's token."""
    httpserver.expect_request("/user").respond_with_data("", 403)
    httpserver.expect_request(f"{REPO}/issues/7/comments", "GET").respond_with_json(list(comments))
    httpserver.expect_request(f"{REPO}/issues/7/comments", "POST").respond_with_json({})


def test_a_pull_request_that_adds_a_secret_fails_and_is_told_of(
    runner: Runner, here: Path, httpserver: HTTPServer
) -> None:
    quiet(httpserver)
    httpserver.expect_request(f"{REPO}/statuses/{'a' * 40}", "POST").respond_with_json({})
    httpserver.expect_request(f"{REPO}/code-scanning/sarifs", "POST").respond_with_json({})
    ran = runner.run(here, status="true", sarif="true")
    assert ran.failed
    assert ran.outputs["code"] == "1"
    assert int(ran.outputs["findings"]) >= 1
    assert "::error file=deploy.env,line=1" in ran.log
    (comment,) = said(httpserver, "POST", f"{REPO}/issues/7/comments")
    assert "deploy.env:1" in comment["body"]
    assert "deploy.env:1" in ran.summary
    (status,) = said(httpserver, "POST", f"{REPO}/statuses/{'a' * 40}")
    assert (status["state"], status["target_url"]) == (
        "failure",
        "https://github.com/acme/shop/actions/runs/99",
    )
    (upload,) = said(httpserver, "POST", f"{REPO}/code-scanning/sarifs")
    sarif = json.loads(gzip.decompress(base64.b64decode(upload["sarif"])))
    assert sarif["version"] == "2.1.0"
    everything = ran.log + ran.summary + comment["body"] + json.dumps(sarif)
    assert TOKEN not in everything
    assert "a-token" not in everything
    (artefact,) = ran.used.values()
    assert (Path(artefact["path"]) / "report.sarif").exists()


def test_the_comment_of_an_earlier_run_is_brought_up_to_date(
    runner: Runner, here: Path, httpserver: HTTPServer
) -> None:
    mark = "<!-- gitops-assets: audit -->\nold"
    quiet(
        httpserver,
        {"id": 1, "user": {"login": "mallory"}, "body": mark},
        {"id": 2, "user": BOT, "body": "Thanks!"},
        {"id": 3, "user": BOT, "body": mark},
    )
    httpserver.expect_request(f"{REPO}/issues/comments/3", "PATCH").respond_with_json({})
    runner.run(here)
    assert len(said(httpserver, "PATCH", f"{REPO}/issues/comments/3")) == 1
    assert said(httpserver, "POST", f"{REPO}/issues/7/comments") == []


def test_what_was_there_before_the_pull_request_fails_nobody(
    runner: Runner, here: Path, httpserver: HTTPServer
) -> None:
    quiet(httpserver)
    git(here, "update-ref", "refs/remotes/origin/main", "HEAD")
    ran = runner.run(here)
    assert not ran.failed, ran.log
    assert ran.outputs["code"] == "0"
    assert "✅ fine" in ran.summary


def test_a_token_that_may_not_write_is_a_warning(runner: Runner, here: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/user").respond_with_data("", 403)
    httpserver.expect_request(f"{REPO}/issues/7/comments").respond_with_data("", 403)
    ran = runner.run(here)
    assert "::warning title=gitops-assets::the comment was not written: GitHub answered 403" in ran.log
    assert ran.outputs["code"] == "1"


def test_a_base_that_was_not_fetched_is_told_and_fails(
    runner: Runner, here: Path, httpserver: HTTPServer
) -> None:
    quiet(httpserver)
    git(here, "update-ref", "-d", "refs/remotes/origin/main")
    ran = runner.run(here, comment="false")
    assert ran.failed
    assert ran.outputs["code"] in ("2", "3")
    assert "⚠️ not done" in ran.summary
    assert "origin&#47;main" in ran.summary or "origin/main" in ran.summary


def test_a_fleet_is_audited_with_every_report(runner: Runner, here: Path, httpserver: HTTPServer) -> None:
    ran = runner.run(here.parent, mode="audit", path=str(here), fail_on="never", comment="false")
    assert not ran.failed, ran.log
    folder = Path(ran.outputs["folder"])
    assert {"report.html", "report.sarif", "report.json", "page.md"} <= {
        each.name for each in folder.iterdir()
    }
    assert float(ran.outputs["score"]) >= 0
    assert "findings" in ran.summary


def test_names_that_a_repository_chose_are_no_markup() -> None:
    spec = importlib.util.spec_from_file_location("ask", ACTION / "ask.py")
    assert spec
    assert spec.loader
    ask = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(ask)
    hostile = "a|b\n@everyone <img src=x> [x](javascript:1) `c` https://evil.example **b** _i_ #1"
    shown = ask.escaped(hostile)
    assert not set(shown) & set("|\n@<>[]`*_")
    assert "https://" not in shown


def tool(name: str) -> str:
    """A tool of the development environment, wherever that keeps its scripts."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def test_nothing_that_a_caller_says_is_put_into_a_script() -> None:
    for step in metadata()["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize(
    "judge",
    [
        ["zizmor", "--offline", "--no-config", "--persona", "auditor", "--quiet"],
        ["check-jsonschema", "--builtin-schema", "vendor.github-actions"],
    ],
    ids=lambda judge: str(judge[0]),
)
def test_other_tools_find_nothing_to_say_of_it(judge: list[str]) -> None:
    program = tool(judge[0])
    done = subprocess.run(
        [program, *judge[1:], ACTION / "action.yml"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
