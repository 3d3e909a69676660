"""Templates brought to repositories, moved on, cut off and undone, as a person does it."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.command_line import PROGRAM, gitops
from tests.repositories import commit, git, repository
from tests.templates.building import folder

FIRST = {
    "copier.yml": "owner: {type: str, default: us}\ntoken: {type: str, default: none, secret: true}\n",
    "gitops-template.yml": "title: Standard\n",
    "CONTRIBUTING.md.jinja": "Ask {{ owner }}.\n\nBe kind.\n\nTest it.\n",
    "scripts/run.sh": "#!/bin/sh\n",
}
MOVED = "Ask {{ owner }}.\n\nBe kind.\n\nTest it twice.\n"


@pytest.fixture
def standard(tmp_path: Path) -> Path:
    """A template in a repository of its own, at 1.0.0."""
    place = repository(tmp_path / "standard")
    folder(place, FIRST)
    (place / "README").unlink()
    commit(place)
    git(place, "tag", "1.0.0")
    return place


def moved_on(standard: Path) -> None:
    folder(standard, {"CONTRIBUTING.md.jinja": MOVED})
    commit(standard)
    git(standard, "tag", "1.1.0")


def has_it(standard: Path, place: Path, text: str = "") -> None:
    """Apply it and commit; the user edits the file to that text."""
    assert gitops("template", "apply", standard, place, "--in-place", "--commit").code == 0
    if text:
        commit(place, **{"CONTRIBUTING.md": text})


def test_an_update_keeps_what_the_user_wrote(standard: Path, fleet: Path) -> None:
    has_it(standard, fleet / "api", "Ask us.\n\nBe very kind.\n\nTest it.\n")
    moved_on(standard)
    done = gitops("template", "update", standard, fleet, "--json").document
    assert [(each["repository"], each["outcome"]) for each in done] == [
        ("api", "applied"),
        ("web", "unchanged"),
    ]
    assert "never applied here" in done[1]["why"]
    text = git(fleet / "api", "show", "gitops/standard-1.1.0:CONTRIBUTING.md")
    assert text == "Ask us.\n\nBe very kind.\n\nTest it twice."
    assert "1.1.0" in git(fleet / "api", "show", "gitops/standard-1.1.0:.gitops/templates/standard.yml")


@pytest.mark.parametrize(("side", "line"), [("ours", "Test it never."), ("theirs", "Test it twice.")])
def test_a_conflict_is_written_nowhere_until_a_side_is_named(
    standard: Path, fleet: Path, side: str, line: str
) -> None:
    place = fleet / "api"
    has_it(standard, place, "Ask us.\n\nBe kind.\n\nTest it never.\n")
    moved_on(standard)
    done = gitops("template", "update", standard, place)
    assert (done.code, "conflicted" in done.out) == (1, True)
    assert not git(place, "branch", "--list", "gitops/*")
    assert gitops("template", "update", standard, place, "--conflicts", side).code == 0
    assert line in git(place, "show", "gitops/standard-1.1.0:CONTRIBUTING.md")


def test_killed_as_a_whole_it_goes_on_where_it_stood(standard: Path, fleet: Path) -> None:
    for nth in range(6):
        repository(fleet / f"more{nth}")
    asked = [*PROGRAM, "template", "apply", str(standard), str(fleet), "--workers", "1"]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout is not None
        assert b"applied" in running.stdout.readline()
        os.kill(running.pid, signal.SIGKILL)
    rest = gitops("template", "apply", standard, "--resume")
    assert rest.code == 0, rest.err
    assert "more5" in rest.out
    for place in fleet.iterdir():
        assert git(place, "log", "--format=%s", "main..gitops/standard-1.0.0") == "Apply standard 1.0.0"
        assert not list((place / ".git").glob("gitops-assets-*"))
    found = gitops("template", "history", "--json").document["applications"]
    assert {each["state"] for each in found} == {"applied"}
    assert len({each["slug"] for each in found}) == 8
    assert gitops("template", "rollback", found[0]["batch"]).code == 0
    assert not any(git(place, "branch", "--list", "gitops/*") for place in fleet.iterdir())


def test_all_or_nothing_is_nothing_where_one_stands_in_the_way(standard: Path, fleet: Path) -> None:
    git(fleet / "web", "branch", "gitops/standard-1.0.0")
    done = gitops("template", "apply", standard, fleet, "--all-or-nothing", "--workers", "1")
    assert done.code == 3, done.out
    assert "the branch gitops/standard-1.0.0 is there and not ours" in done.out
    assert not git(fleet / "api", "branch", "--list", "gitops/*")


def test_who_takes_too_long_is_tried_again_as_often_as_allowed(standard: Path, fleet: Path) -> None:
    options = ("--timeout", "0.0001", "--retries", "2")
    done = gitops("template", "apply", standard, fleet / "api", *options)
    assert (done.code, "took longer than 0.0001 seconds" in done.out) == (3, True)
    found = gitops("template", "history", "--json").document["applications"]
    assert [each["state"] for each in found] == ["failed"] * 3
    assert not git(fleet / "api", "branch", "--list", "gitops/*")


def test_a_backup_is_verified_restored_pruned_and_told_when_somebody_changed_it(
    standard: Path, fleet: Path, tmp_path: Path
) -> None:
    place = fleet / "api"
    has_it(standard, place)
    moved_on(standard)
    (place / "CONTRIBUTING.md").write_text("Ask us.\n\nNobody committed this.\n\nTest it.\n")
    assert gitops("template", "update", standard, place, "--in-place", "--dirty").code == 0
    (backup, *_) = gitops("backup", "list", "--json").document["backups"]
    assert backup["kind"] == "archive"
    assert gitops("backup", "verify", backup["id"]).code == 0
    assert gitops("backup", "restore", backup["id"], "--into", tmp_path / "back").code == 0
    assert "Nobody committed" in (tmp_path / "back" / "CONTRIBUTING.md").read_text()

    back = gitops("backup", "restore", backup["id"], "--json").document
    assert (back["outcome"], back["folder"]) == ("applied", str(place))
    assert "Test it.\n" in (place / "CONTRIBUTING.md").read_text()
    assert gitops("template", "rollback", back["application"]).code == 0
    assert "Test it twice.\n" in (place / "CONTRIBUTING.md").read_text()

    archive = Path(backup["place"])
    archive.write_bytes(archive.read_bytes().replace(b"Nobody", b"Eve   "))
    told = gitops("backup", "verify")
    assert (told.code, "its checksum differs" in told.out) == (1, True)
    gitops("backup", "restore", backup["id"]).told(2, "was changed since it was made")
    gitops("template", "rollback", backup["application"]).told(2, "was changed since it was made")
    assert "Test it twice.\n" in (place / "CONTRIBUTING.md").read_text()

    assert gitops("backup", "prune", "--days", "0", "--keep", "0").code == 0
    assert not archive.exists()
    assert gitops("backup", "list", "--json").document == {"backups": []}
    assert not git(place, "for-each-ref", "refs/gitops-assets")
    gitops("template", "rollback", backup["application"]).told(2, "was pruned")


def test_the_answer_to_a_secret_question_is_kept_nowhere(standard: Path, fleet: Path, tmp_path: Path) -> None:
    place, word = fleet / "api", "sesame-8731"
    asked = ("--var", f"token={word}", "--var", "owner=them", "--in-place", "--commit")
    assert gitops("template", "apply", standard, place, *asked).code == 0
    found = [path for path in tmp_path.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]
    assert not found
    assert "token" not in (place / ".gitops/templates/standard.yml").read_text()
    (done,) = gitops("template", "history", "--json").document["applications"]
    assert done["answers"] == {"owner": "them"}
    assert {"id", "batch", "slug", "template", "tag", "oid", "state", "who", "started", "why"} <= done.keys()
