import contextlib
import os
import time
from pathlib import Path

import pytest

from gitops_assets.core.gates.history_facts import CommitFact, HistoryFacts
from resources.git import commits
from resources.git.commits import history_of
from resources.git.history import HistoryUnreadable
from tests.hostile import EXECUTING, MISLEADING, Builder
from tests.repositories import DATE, cloned, commit, git, repository

SIGNATURE = "gpgsig -----BEGIN SSH SIGNATURE-----\n \n AAAA\n -----END SSH SIGNATURE-----\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return repository(tmp_path / "it")


def history(path: Path, name: str | None = "HEAD", **limits: int) -> HistoryFacts:
    return history_of(os.fsencode(path), name, **limits)


def stored(path: Path, head: str, message: str = "Sign\n") -> str:
    """A commit whose headers are these, made current."""
    tree = git(path, "rev-parse", "HEAD^{tree}")
    (path / ".git/raw").write_bytes(f"tree {tree}\n{head}\n{message}".encode("utf-8", "surrogateescape"))
    oid = git(path, "hash-object", "--literally", "-w", "-t", "commit", ".git/raw")
    git(path, "update-ref", "HEAD", oid)
    return oid


PEOPLE = f"author Ada <ada@example.org> {DATE} +0000\ncommitter Bob <bob@example.org> {DATE + 1} +0100\n"


def test_commits_are_told_newest_first_along_the_first_parents(place: Path) -> None:
    first = git(place, "rev-parse", "HEAD")
    git(place, "checkout", "-q", "-b", "side")
    commit(place, "Aside", side="x")
    git(place, "checkout", "-q", "main")
    second = commit(place, "Go on\n\nwith a body", more="x")
    git(place, "merge", "-q", "--no-ff", "-m", "Merge it", "side")
    told = history(place)
    assert [(each.subject, each.merge) for each in told.commits] == [
        ("Merge it", True),
        ("Go on", False),
        ("Change", False),
    ]
    assert told.commits[1] == CommitFact(
        oid=second,
        committed=DATE,
        author="Ada <ada@example.org>",
        committer="Ada <ada@example.org>",
        signed=False,
        merge=False,
        subject="Go on",
    )
    assert told.complete
    assert history(place, first).commits[0].oid == first
    assert len(history(place, limit=2).commits) == 2


@pytest.mark.parametrize("header", [SIGNATURE, SIGNATURE.replace("gpgsig", "gpgsig-sha256")])
def test_a_signature_is_seen_and_nobody_is_asked_about_it(place: Path, tmp_path: Path, header: str) -> None:
    canary, program = tmp_path / "canary", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\n")
    program.chmod(0o755)
    for key in ("gpg.program", "gpg.ssh.program"):
        git(place, "config", key, str(program))
    git(place, "config", "log.showSignature", "true")
    oid = stored(place, PEOPLE + header)
    (newest,) = history(place, limit=1).commits
    assert (newest.oid, newest.signed, newest.subject) == (oid, True, "Sign")
    assert (newest.author, newest.committer) == ("Ada <ada@example.org>", "Bob <bob@example.org>")
    assert newest.committed == DATE + 1
    assert not canary.exists()


def test_the_words_of_a_message_are_no_headers(place: Path) -> None:
    stored(place, PEOPLE, "\n  gpgsig is a header\n\ngpgsig -----BEGIN\nparent a\nparent b\n")
    (newest,) = history(place, limit=1).commits
    assert not newest.signed
    assert not newest.merge
    assert newest.subject == "gpgsig is a header"


def test_broken_people_are_told_as_they_stand(place: Path) -> None:
    stored(place, "author \udcff\x1b <> x\ncommitter nobody\n", "Odd\n")
    (newest,) = history(place, limit=1).commits
    assert newest.committer == "nobody"
    assert newest.author == "\\xff\\x1b <> x"
    assert newest.committed == 0


def test_an_unborn_branch_has_no_history(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "it")
    told = history(tmp_path / "it", None)
    assert told.commits == ()
    assert told.release is None
    with pytest.raises(HistoryUnreadable):
        history(tmp_path / "it")


def test_a_shallow_clone_says_that_there_is_more(place: Path, tmp_path: Path) -> None:
    commit(place, more="x")
    told = history(cloned(place, tmp_path / "clone", "--no-local", "--depth=1"))
    assert not told.complete
    assert len(told.commits) == 1


def test_the_size_is_that_of_the_files_and_unknown_where_objects_are_shared(
    place: Path, tmp_path: Path
) -> None:
    git(place, "gc", "-q")
    files = [each for each in (place / ".git/objects").rglob("*") if each.is_file()]
    assert history(place).bytes_stored == sum(each.stat().st_size for each in files)
    assert history(cloned(place, tmp_path / "clone", "--shared")).bytes_stored is None
    git(place, "worktree", "add", "-q", str(tmp_path / "tree"))
    assert history(tmp_path / "tree").bytes_stored is None


def test_the_newest_tag_is_the_release(place: Path) -> None:
    assert history(place).release is None
    git(place, "tag", "v1", GIT_COMMITTER_DATE=f"{DATE - 5} +0000")
    commit(place, more="x")
    assert history(place).release == ("v1", DATE)
    git(place, "tag", "-a", "-m", "v2", "v2", GIT_COMMITTER_DATE=f"{DATE + 5} +0000")
    assert history(place).release == ("v2", DATE + 5)


def test_a_sha256_repository_reads_like_any_other(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256", "it")
    oid = commit(tmp_path / "it", a="x")
    assert history(tmp_path / "it").commits[0].oid == oid


@pytest.mark.parametrize("name", ["nothing", "--all", "-h", ""])
def test_what_names_no_commit_is_said_so(place: Path, name: str) -> None:
    with pytest.raises(HistoryUnreadable):
        history(place, name)


def test_a_folder_that_is_no_repository_is_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone"):
        with pytest.raises(HistoryUnreadable):
            history(path)


def test_messages_of_many_megabytes_are_not_listened_to(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "_BYTES", 1000)
    commit(place, "Much " * 1000, more="x")
    with pytest.raises(HistoryUnreadable, match="more than 1,000 bytes"):
        history(place)


@pytest.mark.parametrize("build", [*EXECUTING, *MISLEADING], ids=lambda build: build.__name__)
def test_hostile_repositories_make_git_run_nothing(build: Builder, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    path = build(tmp_path / "it", canary)
    start = time.monotonic()
    with contextlib.suppress(HistoryUnreadable):
        history(path)
    assert not canary.exists()
    assert time.monotonic() - start < 20
