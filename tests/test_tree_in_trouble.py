"""Trees that lack objects, gits that die or hang, and places that are no tree at all."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from gitops_assets.core.tree import Blob, TreeUnreadable, Unread
from resources.git import batch
from resources.git.tree import CommitTree
from tests.repositories import git
from tests.small_trees import answers, make, work, write


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return make(tmp_path / "r", a=b"one\n", b=b"two\n")


@pytest.fixture
def commit(repository: Path) -> Iterator[CommitTree]:
    with CommitTree(os.fsencode(repository), "HEAD") as tree:
        yield tree


def partial(repository: Path, *options: str) -> Path:
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(repository, "config", "uploadpack.allowAnySHA1InWant", "true")
    clone = repository.parent / "partial"
    git(repository.parent, "clone", "-q", "--no-checkout", *options, f"file://{repository}", str(clone))
    return clone


def test_what_a_partial_clone_lacks_is_skipped_and_never_fetched(repository: Path) -> None:
    clone = partial(repository, "--filter=blob:none")
    blob = git(clone, "hash-object", "-w", str(repository / "b"))
    before = sorted((clone / ".git/objects").rglob("*"))
    with CommitTree(os.fsencode(clone), "HEAD") as tree:
        assert tree.oid("b") == blob
        assert answers(tree) == [Unread("a", batch.ABSENT), Blob("b", b"two\n")]
    assert sorted((clone / ".git/objects").rglob("*")) == before


def test_a_clone_without_trees_is_unknown(repository: Path) -> None:
    clone = partial(repository, "--filter=tree:0")
    with pytest.raises(TreeUnreadable):
        CommitTree(os.fsencode(clone), "HEAD").paths()


def test_a_missing_and_a_damaged_object_hide_no_other(tmp_path: Path) -> None:
    path = make(tmp_path / "r", a=b"1", b=b"2", c=b"3")
    with CommitTree(os.fsencode(path), "HEAD") as tree:
        loose = {name: path / ".git/objects" / tree.oid(name)[:2] / tree.oid(name)[2:] for name in "ab"}
        loose["a"].unlink()
        loose["b"].chmod(0o600)
        loose["b"].write_bytes(b"damaged")
        first, second, third = answers(tree)
    assert first == Unread("a", batch.ABSENT)
    assert isinstance(second, Unread)
    assert third == Blob("c", b"3")


def test_a_git_that_dies_again_and_again_is_left_alone(
    repository: Path, commit: CommitTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_DEATHS", 1)
    assert commit.read("a") == b"one\n"
    talk = commit._batch._talk
    assert talk is not None
    os.kill(talk.process.pid, signal.SIGKILL)
    talk.process.wait()
    first, second = commit.read_many(["a", "b"])
    assert isinstance(first, Unread)
    assert second == Unread("b", "was not asked for: git failed too often on this repository")


def test_a_git_that_does_not_answer_in_time_is_ended(repository: Path) -> None:
    with CommitTree(os.fsencode(repository), "HEAD", timeout=0.01) as tree:
        assert tree.paths() == ("a", "b")
        tree._batch.ask([], 1)
        talk = batch._Talk(os.fsencode(repository))
        tree._batch._talk = talk
        os.kill(talk.process.pid, signal.SIGSTOP)
        assert list(tree.read_many(["a"])) == [Unread("a", "was not read: git did not answer in time")]
    assert talk.process.returncode == -signal.SIGKILL


def test_no_process_outlives_its_tree(repository: Path) -> None:
    tree = CommitTree(os.fsencode(repository), "HEAD")
    tree.read("a")
    talk = tree._batch._talk
    assert talk is not None
    process = talk.process
    del tree, talk
    assert process.returncode is not None


@pytest.mark.parametrize("name", ["nothing", "-h", "--help", ""])
def test_what_names_no_commit_is_said_so(repository: Path, name: str) -> None:
    with pytest.raises(
        TreeUnreadable, match=r"the files of '.*' cannot be listed: .*; see what `git status` says there"
    ):
        CommitTree(os.fsencode(repository), name).paths()


def test_a_folder_that_is_no_repository_is_unknown(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone"):
        with pytest.raises(TreeUnreadable):
            work(path).paths()
        with pytest.raises(TreeUnreadable):
            CommitTree(os.fsencode(path), "HEAD").paths()


def test_a_bare_repository_has_commits_and_no_work_tree(repository: Path) -> None:
    bare = repository.parent / "bare.git"
    git(repository.parent, "clone", "-q", "--bare", str(repository), str(bare))
    with CommitTree(os.fsencode(bare), "HEAD") as commit:
        assert commit.read("a") == b"one\n"
    with pytest.raises(TreeUnreadable, match="work tree"):
        work(bare).paths()


def test_a_work_tree_moved_by_configuration_is_refused_unless_it_is_here(repository: Path) -> None:
    git(repository, "config", "core.worktree", str(repository))
    assert work(repository).paths() == ("a", "b")
    git(repository, "config", "core.worktree", "/etc")
    with pytest.raises(TreeUnreadable, match=r"its core\.worktree names another folder; unset it"):
        work(repository).paths()


def test_filters_of_the_repository_never_run(repository: Path) -> None:
    proof = repository.parent / "proof"
    for kind in ("clean", "smudge", "process"):
        git(repository, "config", f"filter.evil.{kind}", f"touch {proof}; cat")
    git(repository, "config", "core.fsmonitor", f"touch {proof}")
    write(repository, {".gitattributes": b"* filter=evil diff=evil\n", "a": b"ONE\n"})
    tree = work(repository)
    assert [tree.oid(name) for name in tree.paths()]
    assert len(answers(tree)) == 3
    with CommitTree(os.fsencode(repository), "HEAD") as commit:
        answers(commit)
    assert not proof.exists()
