"""Audits stopped half-way: the message, the code, nothing left running, and the next one is right."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.home import Home
from resources.store.store import Store
from tests.cli.command_line import before_it_looks, changes, finished, gitops, started
from tests.cli.slow_git import SlowGit, is_alive, slow_git
from tests.repositories import commit, repository

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc"),
    pytest.mark.usefixtures("quickly"),
]


@pytest.fixture
def slow(tmp_path: Path, fleet: Path) -> Iterator[SlowGit]:
    """A third repository of the fleet, at which git waits; whatever happens, it does not wait for ever."""
    repository(fleet / "slow")
    slow = slow_git(tmp_path / "bin")
    yield slow
    if slow.record.exists() and is_alive(slow.pid()):
        os.kill(slow.pid(), signal.SIGKILL)


def statuses(home: Home) -> list[str]:
    with Store.open(home.store_url) as store:
        return [audit.status for audit in reversed(store.audits())]


def looking(fleet: Path, slow: SlowGit) -> subprocess.Popen[str]:
    """An audit that has come to look at repositories and waits for one of them."""
    process = started("audit", fleet, environment=slow.environment)
    slow.pid()
    return process


def the_next_audit_is_right(fleet: Path) -> None:
    """It tells what changed since the last complete audit, not since the one that was stopped."""
    done = gitops("audit", fleet, "--json")
    assert done.code == 0
    assert done.document["audit"]["previous"] == 1
    assert ("api", "head-moved") in changes(done)
    assert {slug for slug, _ in changes(done)} == {"api"}


def test_ctrl_c_ends_the_audit_at_once_and_loses_nothing(fleet: Path, slow: SlowGit, home: Home) -> None:
    gitops("audit", fleet)
    commit(fleet / "api", "Go on")
    process = looking(fleet, slow)
    os.killpg(process.pid, signal.SIGINT)
    done = finished(process, 10)
    assert not is_alive(slow.pid())
    done.told(130, "interrupted", "is stored", "Run the audit again")
    assert done.err.count("gitops-assets:") == 1
    assert statuses(home) == ["complete", "interrupted"]
    the_next_audit_is_right(fleet)


def interrupt() -> None:
    raise KeyboardInterrupt


def test_ctrl_c_while_reports_are_written_keeps_the_audit(
    fleet: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    gitops("audit", fleet)
    commit(fleet / "api")
    before_it_looks(monkeypatch, interrupt, "Writing report.md")
    gitops("audit", fleet).told(
        130, "interrupted while the reports were written", "stored", "gitops-assets report"
    )
    assert statuses(home) == ["complete", "complete"]
    assert changes(gitops("report", "json")) == {("api", "head-moved")}


@pytest.mark.parametrize("phase", ["Finding repositories", "Asking what should exist", "Comparing"])
def test_ctrl_c_at_any_other_time_leaves_what_was_there(
    phase: str, fleet: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    gitops("audit", fleet)
    commit(fleet / "api")
    with monkeypatch.context() as patch:
        before_it_looks(patch, interrupt, phase)
        gitops("audit", fleet).told(130, "interrupted")
    assert gitops("report", "json").document["audit"]["id"] == 1
    the_next_audit_is_right(fleet)


def test_what_an_interrupted_audit_saw_first_is_news_to_the_next(
    fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dirt = fleet / "api" / "new.txt"
    gitops("audit", fleet)
    dirt.touch()
    gitops("audit", fleet)
    dirt.unlink()
    gitops("audit", fleet)
    dirt.touch()
    with monkeypatch.context() as patch:
        before_it_looks(patch, interrupt, "Comparing")
        assert gitops("audit", fleet).code == 130
    done = gitops("audit", fleet, "--json")
    assert changes(done) - {("api", "score-moved")} == {("api", "state-gained"), ("api", "finding-reopened")}
    assert {each["status"] for each in done.document["findings"] if each["gate"] == "work-committed"} == {
        "reopened"
    }


def test_an_audit_that_was_killed_is_called_interrupted_by_the_next(
    fleet: Path, slow: SlowGit, home: Home
) -> None:
    gitops("audit", fleet)
    commit(fleet / "api", "Go on")
    process = looking(fleet, slow)
    os.kill(process.pid, signal.SIGKILL)
    assert finished(process).code == -signal.SIGKILL
    assert statuses(home) == ["complete", "running"]
    the_next_audit_is_right(fleet)
    assert statuses(home) == ["complete", "interrupted", "complete"]


def test_two_audits_of_one_home_at_once(fleet: Path, slow: SlowGit, home: Home) -> None:
    first = looking(fleet, slow)
    gitops("audit", fleet).told(3, "another audit is at work", str(home.path), "wait until it ends")
    os.kill(slow.pid(), signal.SIGKILL)
    assert finished(first).code == 0
    assert statuses(home) == ["complete"]
