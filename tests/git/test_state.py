import os
import time
from pathlib import Path

import pytest

from gitops_assets.core.model import RepositoryState, State
from gitops_assets.core.state.derive import Ages, derive
from resources.git.state import Reading, observe, remote_urls
from tests.repositories import DATE, cloned, commit, git, repository


def state_of(path: Path, *, full: bool = True) -> RepositoryState:
    seen = observe(os.fsencode(path), Reading(timeout=5, full=full))
    return derive("it", str(path), seen, Ages(now=int(time.time())))


def states_of(path: Path) -> set[str]:
    return set(map(str, state_of(path).states))


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return repository(tmp_path / "remotes" / "acme" / "api")


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Path:
    return cloned(origin, tmp_path / "fleet" / "api")


def test_a_fresh_clone_is_clean_and_level_as_of_the_clone(clone: Path, origin: Path) -> None:
    state = state_of(clone)
    assert state.states == (State.CLEAN,)
    assert (state.branch, state.upstream, state.ahead, state.behind) == ("main", "origin/main", 0, 0)
    assert (state.default_branch, state.committed) == ("main", DATE)
    assert state.fetched is not None
    assert [remote.url for remote in state.remotes] == [str(origin)]


def test_the_commit_time_of_a_packed_head_is_read_too(clone: Path) -> None:
    git(clone, "gc", "-q")
    assert state_of(clone).committed == DATE


def test_work_that_is_not_pushed_or_not_pulled_is_counted(clone: Path, origin: Path) -> None:
    commit(origin, file="theirs")
    git(clone, "fetch", "-q")
    commit(clone, other="ours")
    state = state_of(clone)
    assert (state.ahead, state.behind) == (1, 1)
    assert state.has(State.DIVERGED)


def test_a_deleted_upstream_is_gone(clone: Path) -> None:
    git(clone, "update-ref", "-d", "refs/remotes/origin/main")
    assert states_of(clone) == {"clean", "upstream-gone"}


def test_a_fetch_that_failed_is_no_fetch(clone: Path) -> None:
    (clone / ".git" / "FETCH_HEAD").write_text("")
    os.utime(clone / ".git" / "FETCH_HEAD", (1, 2_000_000_000))
    fetched = state_of(clone).fetched
    assert fetched is not None
    assert fetched < 2_000_000_000


def test_an_old_fetch_is_stale_however_level_the_branch_looks(clone: Path) -> None:
    for log in (clone / ".git" / "logs" / "refs" / "remotes").rglob("*"):
        if log.is_file():
            log.write_text(f"{'0' * 40} {'1' * 40} Ada <a@b> {DATE} +0000\tclone\n")
    state = state_of(clone)
    assert state.states == (State.STALE, State.CLEAN)
    assert state.fetched == DATE


def test_the_latest_tag_and_the_distance_to_it_are_known(clone: Path) -> None:
    git(clone, "tag", "v1.2")
    commit(clone, "One more")
    state = state_of(clone)
    assert (state.tag, state.commits_since_tag) == ("v1.2", 1)


def test_old_branches_are_named(clone: Path) -> None:
    git(clone, "branch", "forgotten")
    commit(clone, "Later")
    assert state_of(clone).stale_branches == ("forgotten",)


def test_a_linked_worktree_has_its_own_state_and_its_owner_knows_it(clone: Path, tmp_path: Path) -> None:
    git(clone, "worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    (tmp_path / "side" / "new").write_text("x")
    assert states_of(tmp_path / "side") == {"dirty", "untracked", "no-upstream"}
    assert state_of(clone).worktrees == (str(tmp_path / "side"),)
    assert states_of(clone) == {"clean"}


def test_a_record_of_a_worktree_that_is_no_path_is_not_repeated(clone: Path, tmp_path: Path) -> None:
    for name, text in {"a": "secret\n", "b": "/x\n/y/.git\n", "c": "side/.git\n", "d": "/d/.git\n"}.items():
        (clone / ".git" / "worktrees" / name).mkdir(parents=True)
        (clone / ".git" / "worktrees" / name / "gitdir").write_text(text)
    assert state_of(clone).worktrees == ("/d",)


def linked(file: Path, target: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.symlink_to(target)


def test_a_configuration_that_is_a_link_is_refused(clone: Path, tmp_path: Path) -> None:
    (clone / ".git" / "config").rename(tmp_path / "config")
    linked(clone / ".git" / "config", tmp_path / "config")
    state = state_of(clone)
    assert (state.states, state.why) == ((State.UNREADABLE,), "config is a link")


def test_other_files_that_are_links_are_not_followed(clone: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("/secret/.git\n")
    (tmp_path / "log").write_text(f"{'0' * 40} {'1' * 40} Ada <a@b> 2000000000 +0000\tclone\n")
    linked(clone / ".git" / "worktrees" / "x" / "gitdir", secret)
    linked(clone / ".git" / "refs" / "remotes" / "origin" / "HEAD", secret)
    linked(clone / ".git" / "logs" / "refs" / "remotes" / "origin" / "HEAD", tmp_path / "log")
    state = state_of(clone)
    assert (state.worktrees, state.default_branch) == ((), None)
    assert state.fetched != 2_000_000_000


def test_a_changed_file_inside_a_submodule_shows_on_the_parent(clone: Path, tmp_path: Path) -> None:
    library = repository(tmp_path / "library")
    git(clone, "submodule", "--quiet", "add", str(library), "lib")
    git(clone, "commit", "-q", "-m", "Add the library")
    assert state_of(clone).submodules == ("lib",)
    assert not state_of(clone).has(State.DIRTY)
    (clone / "lib" / "README").write_text("changed")
    state = state_of(clone)
    assert state.has(State.DIRTY, State.UNSTAGED)
    assert state.unstaged == 1


@pytest.mark.parametrize("file", ["config", ".gitmodules"])
def test_a_submodule_that_shall_be_ignored_shows_nothing(clone: Path, tmp_path: Path, file: str) -> None:
    library = repository(tmp_path / "library")
    git(clone, "submodule", "--quiet", "add", str(library), "lib")
    where = ["--file", ".gitmodules"] if file == ".gitmodules" else []
    git(clone, "config", *where, "submodule.lib.ignore", "all")
    git(clone, "add", ".")
    git(clone, "commit", "-q", "-m", "Add the library")
    (clone / "lib" / "README").write_text("changed")
    assert not state_of(clone).has(State.DIRTY)
    commit(clone / "lib", "Another commit")
    assert not state_of(clone).has(State.DIRTY)
    (clone / "new").touch()
    assert state_of(clone).untracked == 1


@pytest.mark.parametrize("file", ["config", ".gitmodules"])
def test_new_files_of_a_submodule_can_be_ignored_and_its_changes_show(
    clone: Path, tmp_path: Path, file: str
) -> None:
    git(clone, "submodule", "--quiet", "add", str(repository(tmp_path / "library")), "lib")
    where = ["--file", ".gitmodules"] if file == ".gitmodules" else []
    git(clone, "config", *where, "submodule.lib.ignore", "untracked")
    git(clone, "add", ".")
    git(clone, "commit", "-q", "-m", "Add the library")
    (clone / "lib" / "new").touch()
    assert not state_of(clone).has(State.DIRTY)
    (clone / "lib" / "README").write_text("changed")
    assert state_of(clone).unstaged == 1


def test_what_is_no_submodule_cannot_be_hidden_as_one(clone: Path) -> None:
    commit(clone, __gitmodules='[submodule "x"]\n\tpath = README\n\turl = x\n\tignore = all\n')
    (clone / "README").write_text("changed")
    assert state_of(clone).has(State.DIRTY)


def test_a_submodule_behind_a_link_is_not_read(clone: Path, tmp_path: Path) -> None:
    outside = repository(tmp_path / "outside" / "lib")
    (outside / "README").write_text("changed")
    (clone / "vendor").symlink_to(outside.parent)
    (clone / ".gitmodules").write_text('[submodule "lib"]\n\tpath = vendor/lib\n\turl = x\n')
    state = state_of(clone)
    assert (state.unstaged, state.submodules) == (0, ("vendor/lib",))


@pytest.mark.parametrize(("word", "expected"), [("pick", "cherry-picking"), ("revert", "reverting")])
def test_a_sequence_goes_on_after_a_commit_by_hand(clone: Path, word: str, expected: str) -> None:
    (clone / ".git" / "sequencer").mkdir()
    (clone / ".git" / "sequencer" / "todo").write_text(f"{word} 1234567 Another\n")
    assert expected in states_of(clone)


def test_pointers_that_lfs_did_not_fetch_are_counted(clone: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    commit(clone, __gitattributes="*.bin filter=lfs\n", a__bin=pointer, b__bin="real")
    assert state_of(clone).lfs_pointers == 1


def test_a_bare_repository_has_a_branch_and_a_head(tmp_path: Path, clone: Path) -> None:
    bare = cloned(clone, tmp_path / "bare.git", "--bare")
    state = state_of(bare)
    assert State.BARE in state.states
    assert (state.branch, state.committed) == ("main", DATE)
    assert state.staged == 0


def test_shallow_sparse_and_partial_clones_say_so(origin: Path, tmp_path: Path) -> None:
    commit(origin, "Second")
    git(origin, "config", "uploadpack.allowFilter", "true")
    options = {"shallow": "--depth=1", "sparse": "--sparse", "partial": "--filter=blob:none"}
    for state, option in options.items():
        git(tmp_path, "clone", "-q", option, f"file://{origin}", state)
        assert state in states_of(tmp_path / state)


def test_an_empty_repository_is_unborn(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert states_of(tmp_path) == {"unborn", "clean", "no-upstream"}


def test_a_sha256_repository_is_read_like_any_other(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    commit(tmp_path, file="x")
    assert state_of(tmp_path).committed == DATE


def test_a_broken_repository_is_unreadable_and_never_its_parent(tmp_path: Path) -> None:
    outer = repository(tmp_path / "outer")
    (outer / "inner" / ".git").mkdir(parents=True)
    state = state_of(outer / "inner")
    assert state.states == (State.UNREADABLE,)
    assert "not a git repository" in (state.why or "")


def test_a_colon_in_its_path_does_not_make_it_its_parent(tmp_path: Path) -> None:
    outer = repository(tmp_path / "a:b")
    (outer / "inner" / ".git").mkdir(parents=True)
    state = state_of(outer / "inner")
    assert (state.states, state.why) == (
        (State.UNREADABLE,),
        "not a git repository: its git folder lacks HEAD",
    )
    assert state_of(outer).branch == "main"
    git(outer / "inner", "init", "-q")
    (outer / "inner" / ".git" / "HEAD").write_text("rubbish")
    assert state_of(outer / "inner").states == (State.UNREADABLE,)


def test_a_fault_of_ours_makes_one_row_unreadable(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise MemoryError("too much")

    monkeypatch.setattr("resources.git.state.commit_time", broken)
    state = state_of(clone)
    assert (state.states, state.why) == ((State.UNREADABLE,), "MemoryError: too much")


def test_a_worktree_of_a_bare_repository_is_not_bare(clone: Path, tmp_path: Path) -> None:
    bare = cloned(clone, tmp_path / "bare.git", "--bare")
    git(bare, "worktree", "add", "-q", str(tmp_path / "side"), "main")
    (tmp_path / "side" / "new").write_text("x")
    assert states_of(tmp_path / "side") >= {"dirty", "untracked"}
    assert "bare" not in states_of(tmp_path / "side")


def test_a_bare_repository_without_a_branch_is_detached(clone: Path, tmp_path: Path) -> None:
    bare = cloned(clone, tmp_path / "bare.git", "--bare")
    head = git(bare, "rev-parse", "HEAD")
    git(bare, "update-ref", "--no-deref", "HEAD", head)
    state = state_of(bare)
    assert (state.branch, state.head) == (None, head)
    assert state.has(State.BARE, State.DETACHED)


def test_a_repository_that_vanished_is_missing_with_a_reason(tmp_path: Path) -> None:
    state = state_of(tmp_path / "never")
    assert state.states == (State.MISSING,)
    assert "gone now" in (state.why or "")


def test_a_folder_that_lost_its_git_folder_is_unreadable_not_missing(clone: Path, tmp_path: Path) -> None:
    (clone / ".git").rename(tmp_path / "aside")
    state = state_of(clone)
    assert state.states == (State.UNREADABLE,)
    assert state.why == "not a git repository any more: its folder is here and has no git folder"


def test_a_bare_repository_that_lost_its_head_is_unreadable_not_missing(clone: Path, tmp_path: Path) -> None:
    bare = cloned(clone, tmp_path / "bare.git", "--bare")
    (bare / "HEAD").unlink()
    state = state_of(bare)
    assert (state.states, state.why) == (
        (State.UNREADABLE,),
        "not a git repository: its git folder lacks HEAD",
    )


def test_a_worktree_whose_repository_is_gone_is_unreadable_not_missing(clone: Path, tmp_path: Path) -> None:
    git(clone, "worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    clone.rename(tmp_path / "moved")
    assert states_of(tmp_path / "side") == {"unreadable"}


@pytest.mark.parametrize("name", ["config", "HEAD", "index"])
def test_a_pipe_in_the_place_of_a_file_does_not_hold_the_audit(clone: Path, name: str) -> None:
    (clone / ".git" / name).unlink()
    os.mkfifo(clone / ".git" / name)
    state = state_of(clone)
    assert state.states == (State.UNREADABLE,)
    assert f"{name} in its git folder is not a regular file" in (state.why or "")


def test_a_configuration_that_claims_another_work_tree_is_refused(clone: Path) -> None:
    git(clone, "config", "core.worktree", "/etc")
    state = state_of(clone)
    assert state.states == (State.UNREADABLE,)
    assert "/etc" in (state.why or "")


def test_settings_in_an_included_file_are_seen(clone: Path) -> None:
    (clone / ".git" / "more").write_text('[remote "origin"]\n\turl = https://token@example.org/acme/other\n')
    git(clone, "config", "include.path", "more")
    urls = remote_urls(os.fsencode(clone)) or ("none",)
    assert urls[-1].startswith("https://example.org/acme/other")


def test_remotes_that_cannot_be_read_are_not_the_same_as_none(clone: Path, tmp_path: Path) -> None:
    (clone / ".git" / "config").write_text("[[[")
    assert remote_urls(os.fsencode(clone)) is None
    assert remote_urls(os.fsencode(tmp_path)) is None
    assert remote_urls(os.fsencode(tmp_path / "never")) == ()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a repository to somebody else")
def test_a_repository_of_somebody_else_is_a_state_with_a_reason(clone: Path) -> None:
    for path in [clone, *clone.rglob("*")]:
        os.chown(path, 12345, 12345, follow_symlinks=False)
    state = state_of(clone)
    assert state.states == (State.UNSAFE_OWNERSHIP,)
    assert "dubious ownership" in (state.why or "")


def test_git_that_does_not_answer_is_killed_and_named(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nsleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    seen = observe(os.fsencode(clone), Reading(timeout=0.3))
    assert seen.why == "git did not answer within 0.3 s"
