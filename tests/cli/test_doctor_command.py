"""Everything an audit needs, each answer with its remedy."""

import shutil
import time
from pathlib import Path

import pytest

from resources import checkup
from resources.git.command import GitMissing
from resources.home import Home
from resources.store.store import Store
from tests.advisories.records import archive, osv
from tests.cli.command_line import Done, gitops

QUESTIONS = ["python", "git", "home", "disk", "store", "clock", "advisories", "dagster", "daemon"]


def answers(done: Done) -> dict[str, tuple[str, str]]:
    return {each["question"]: (each["verdict"], each["remedy"]) for each in done.document["answers"]}


def verdicts(done: Done) -> dict[str, str]:
    return {question: verdict for question, (verdict, _) in answers(done).items()}


def test_a_fresh_home_is_no_fault_and_what_is_missing_has_a_remedy() -> None:
    done = gitops("doctor", "--json")
    assert done.code == 0
    assert done.document["schema"] == "gitops-assets/doctor/1"
    assert list(answers(done)) == QUESTIONS
    minded = {"store", "advisories", "dagster", "daemon"}
    assert verdicts(done) == {question: "mind" if question in minded else "fine" for question in QUESTIONS}
    assert all(remedy for verdict, remedy in answers(done).values() if verdict != "fine")


def test_after_an_audit_only_advisories_and_the_daemon_are_missing(fleet: Path, tmp_path: Path) -> None:
    gitops("audit", fleet)
    done = gitops("doctor", "--json")
    assert {question for question, verdict in verdicts(done).items() if verdict != "fine"} == {
        "advisories",
        "daemon",
    }
    record = osv("GHSA-1", "npm", "acme", ("introduced", "0"))
    gitops("advisories", "import", archive(tmp_path / "all.zip", record))
    assert answers(gitops("doctor", "--json"))["advisories"] == ("fine", "")


def test_a_snapshot_that_cannot_be_read_is_to_be_imported_again(home: Home) -> None:
    home.path.mkdir(exist_ok=True)
    (home.path / "advisories.db").write_text("no database")
    verdict, remedy = answers(gitops("doctor", "--json"))["advisories"]
    assert verdict == "mind"
    assert "import it again" in remedy


def test_for_people_it_is_a_line_a_question(fleet: Path) -> None:
    gitops("audit", fleet)
    lines = gitops("doctor").out.splitlines()
    assert [line.split()[1] for line in lines] == QUESTIONS
    assert [line[0] for line in lines] == ["✓"] * 6 + ["!", "✓", "!"]
    assert "→ run `gitops-assets dev`" in lines[-1]


def test_a_home_that_cannot_be_written(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITOPS_HOME", str(fleet / "api" / "README" / "home"))
    done = gitops("doctor", "--json")
    assert done.code == 3
    assert answers(done)["home"][0] == "broken"
    assert "set GITOPS_HOME" in answers(done)["home"][1]


def test_a_store_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITOPS_STORE_URL", "postgresql://127.0.0.1:9/fleet")
    done = gitops("doctor", "--json")
    assert done.code == 3
    assert verdicts(done)["store"] == "broken"
    assert "check that the address is right" in answers(done)["store"][1]
    assert "unset GITOPS_STORE_URL" in answers(done)["store"][1]
    assert done.err == ""


def test_while_postgresql_is_away_nothing_of_dagsters_is_to_be_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITOPS_STORE_URL", "postgresql://127.0.0.1:9/fleet")
    told = gitops("doctor").out
    assert "the same PostgreSQL as the store: mend that first" in told
    assert "move its" not in told
    assert told.count("Connection refused") == 1


def test_damaged_storage_of_dagster(fleet: Path, home: Home) -> None:
    gitops("audit", fleet)
    (home.dagster / "history" / "runs.db").write_bytes(b"rubbish " * 1000)
    done = gitops("doctor", "--json")
    assert done.code == 3
    assert verdicts(done)["dagster"] == verdicts(done)["daemon"] == "broken"
    assert "move its `dagster` folder away" in answers(done)["dagster"][1]


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = gitops("doctor", "--json")
    assert done.code == 3
    assert answers(done)["git"] == ("broken", str(GitMissing()))


@pytest.mark.parametrize("command", ["status", "audit"])
def test_without_git_there_is_nothing_to_ask(
    command: str, fleet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    gitops(command, fleet).told(3, "git was not found on PATH", "install git 2.", "try again")


def test_an_old_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = tmp_path / "git"
    git.write_text("#!/bin/sh\necho git version 1.8.3\n")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    verdict, remedy = answers(gitops("doctor", "--json"))["git"]
    assert verdict == "broken"
    assert remedy.startswith("install git 2.")


def test_little_space(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(checkup, "FREE", shutil.disk_usage(tmp_path).free * 2)
    assert verdicts(gitops("doctor", "--json"))["disk"] == "mind"


def test_a_clock_that_went_back(fleet: Path, home: Home) -> None:
    gitops("audit", fleet)
    with Store.open(home.store_url) as store:
        store.finish_audit(1, status="complete", at=int(time.time()) + 86_400)
    verdict, remedy = answers(gitops("doctor", "--json"))["clock"]
    assert verdict == "mind"
    assert "set the clock" in remedy
