import os
import subprocess
from pathlib import Path

import pytest

from resources.git import discovery
from resources.git.discovery import BadRoot, RootMissing, RootNotAFolder, discover
from resources.git.kinds import Kind

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_NAME": "A" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "a@example.org" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_DATE": "1700000000 +0000" for who in ("AUTHOR", "COMMITTER")},
}


def git(where: Path, *arguments: str) -> None:
    command = ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments]
    subprocess.run(command, cwd=where, env=ENVIRONMENT, check=True, capture_output=True)


def fake(folder: Path) -> Path:
    """A repository as far as finding it goes, without a process for each."""
    (folder / ".git").mkdir(parents=True)
    (folder / ".git/index").touch()
    return folder


def real(folder: Path) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init")
    git(folder, "commit", "--allow-empty", "-m", "begin")
    return folder


def places(root: Path, **how: object) -> dict[str, str]:
    found = discover([os.fsencode(root)], **how).found  # type: ignore[arg-type] # the keywords of discover
    return {os.path.relpath(os.fsdecode(one.path), root): one.kind for one in found}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "src"
    folder.mkdir()
    return folder


def test_repositories_are_found_in_order_and_the_search_stops_at_each(root: Path) -> None:
    for name in ("b", "a/deep/er", "b/inner"):
        fake(root / name)
    result = discover([os.fsencode(root)])
    assert [one.path for one in result.found] == [os.fsencode(root / name) for name in ("a/deep/er", "b")]
    assert {one.root for one in result.found} == {os.fsencode(root)}
    assert result.skipped == ()


def test_nested_repositories_are_found_on_request(root: Path) -> None:
    for name in ("b", "b/inner", "b/node_modules/x"):
        fake(root / name)
    assert list(places(root, nested=True)) == ["b", "b/inner"]


def test_a_root_that_is_a_repository_is_found(root: Path) -> None:
    fake(root / "a")
    assert places(root / "a") == {".": Kind.WORK_TREE}


@pytest.mark.parametrize("order", [1, -1])
def test_overlapping_roots_give_each_repository_once(root: Path, order: int) -> None:
    fake(root / "work/a")
    (root.parent / "link").symlink_to(root / "work")
    roots = [os.fsencode(path) for path in (root, root / "work", root / "work/a", root.parent / "link")]
    found = discover(roots[::order]).found
    assert [(one.path, one.root) for one in found] == [(os.fsencode(root / "work/a"), os.fsencode(root))]


def test_a_root_inside_what_another_root_does_not_enter_is_searched(root: Path) -> None:
    for name in ("a", "a/inner", "node_modules/b"):
        fake(root / name)
    roots = [os.fsencode(root / name) for name in ("", "a/inner", "node_modules")]
    assert len(discover(roots).found) == 3


def test_links_are_not_followed_but_a_root_may_be_one(root: Path) -> None:
    fake(root / "a")
    (root / "again").symlink_to(root / "a")
    (root / "loop").symlink_to(root)
    (root.parent / "link").symlink_to(root)
    assert list(places(root)) == ["a"]
    assert list(places(root.parent / "link")) == ["a"]


def test_what_tools_fill_and_what_is_ignored_is_never_entered(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pruned = ["node_modules", "x/.venv", ".tox", ".terraform", "__pycache__", "vendor/bundle"]
    ignored = ["old", "x/archive", "keep/archive-2", "y/tmp"]
    for name in (*pruned, *ignored, "keep/tmp", "vendor/mine"):
        fake(root / name / "repo")
    entered: list[bytes] = []
    scandir = os.scandir

    def spy(path: bytes) -> object:
        entered.append(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", spy)
    globs = ["/old", "archive*", "y/*", ""]
    assert list(places(root, ignore=globs)) == ["keep/tmp/repo", "vendor/mine/repo"]
    assert not any(os.fsdecode(path).endswith((*pruned, *ignored)) for path in entered)


@pytest.mark.parametrize("glob", ["x/y", "/x/y", "./x/y/", "**/y", "y", "x/*", "?/y"])
def test_a_glob_matches_the_path_below_the_root_or_the_name(root: Path, glob: str) -> None:
    fake(root / "x/y")
    assert places(root, ignore=[glob]) == {}


@pytest.mark.parametrize("glob", ["/y", "z", "src", "Y"])
def test_a_glob_matches_nothing_else(root: Path, glob: str) -> None:
    fake(root / "x/y")
    assert places(root, ignore=[glob]) == {"x/y": Kind.WORK_TREE}


def test_linked_worktrees_are_found_and_submodules_belong_to_their_parent(root: Path) -> None:
    parent, child = real(root / "parent"), real(root / "child")
    git(parent, "worktree", "add", "../tree")
    git(parent, "submodule", "add", str(child), "libs/modules/child")
    expected = {"child": Kind.WORK_TREE, "parent": Kind.WORK_TREE, "tree": Kind.LINKED_WORKTREE}
    assert places(root) == expected
    assert places(root, nested=True) == expected
    assert places(parent / "libs/modules/child") == {".": Kind.WORK_TREE}


def test_a_folder_listed_as_submodule_belongs_to_its_parent_whatever_its_git_is(root: Path) -> None:
    for name in ("p", "p/old style", "p/other", 'p/quo"te'):
        fake(root / name)
    (root / "p/.gitmodules").write_text(
        '[submodule "x"]\n\tpath = old style\n\turl = ./x\n[submodule "y"]\n  path="quo\\"te"\r\n'
    )
    assert list(places(root, nested=True)) == ["p", "p/other"]


def test_a_submodule_without_its_parent_is_skipped_with_a_reason(root: Path) -> None:
    (root / "sub").mkdir()
    (root / "sub/.git").write_text("gitdir: ../.git/modules/sub\n")
    result = discover([os.fsencode(root)])
    assert result.found == ()
    assert [one.why for one in result.skipped] == [
        "is a submodule, and the repository that it belongs to is not above it"
    ]


def test_a_git_directory_kept_elsewhere_is_no_submodule(root: Path) -> None:
    (root.parent / "modules").mkdir()
    git(root, "init", f"--separate-git-dir={root.parent}/modules/a", "a")
    (root / "b").mkdir()
    git(root, "init", f"--separate-git-dir={root}/b/.data", "b")
    assert places(root) == {"a": Kind.WORK_TREE, "b": Kind.WORK_TREE}
    assert places(root, nested=True) == {"a": Kind.WORK_TREE, "b": Kind.WORK_TREE}


def test_bare_repositories_are_recognised_by_what_they_hold(root: Path) -> None:
    git(root, "init", "--bare", "a.git")
    (root / "not/objects").mkdir(parents=True)
    (root / "not/HEAD").touch()
    assert places(root) == {"a.git": Kind.BARE}
    assert places(root / "a.git") == {".": Kind.BARE}


@pytest.mark.parametrize("hidden", [".bare", ".git"])
def test_a_folder_around_a_bare_repository_is_searched_for_its_worktrees(root: Path, hidden: str) -> None:
    real(root / "origin")
    git(root, "clone", "--bare", "origin", f"project/{hidden}")
    if hidden == ".bare":
        (root / "project/.git").write_text("gitdir: ./.bare\n")
    git(root / "project", "worktree", "add", "main")
    expected = {"origin": Kind.WORK_TREE, "project": Kind.BARE, "project/main": Kind.LINKED_WORKTREE}
    assert places(root) == expected
    assert places(root, nested=True) == expected


def test_a_hidden_bare_repository_without_a_gitfile_is_found_itself(root: Path) -> None:
    git(root, "init", "--bare", "project/.bare")
    assert places(root) == {"project/.bare": Kind.BARE}


@pytest.mark.parametrize(
    "content", ["", "nonsense", "gitdir:", "gitdir: \0", "gitdir: /nowhere", "x" * 70_000]
)
def test_a_broken_gitfile_is_found_so_that_it_can_be_called_unreadable(root: Path, content: str) -> None:
    (root / "a").mkdir()
    (root / "a/.git").write_text(content)
    assert places(root) == {"a": Kind.WORK_TREE}


def test_an_empty_git_folder_a_pipe_and_a_dangling_link_are_found(root: Path) -> None:
    (root / "empty/.git").mkdir(parents=True)
    for name in ("pipe", "link"):
        (root / name).mkdir()
    os.mkfifo(root / "pipe/.git")
    (root / "link/.git").symlink_to("nowhere")
    assert set(places(root)) == {"empty", "link", "pipe"}


@pytest.mark.parametrize("name", [b"new\nline", b"\xff\xfe", b" ", b"-x", "日本".encode()])
def test_any_name_works(root: Path, name: bytes) -> None:
    path = os.fsencode(fake(root / os.fsdecode(name)))
    assert [one.path for one in discover([os.fsencode(root)]).found] == [path]
    assert discover([path], ignore=["nothing"]).found[0].path == path


def test_a_folder_that_cannot_be_read_is_skipped_with_a_reason(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(root / "a")
    (root / "shut").mkdir()
    scandir = os.scandir

    def refuse(path: bytes) -> object:
        if path.endswith(b"shut"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    result = discover([os.fsencode(root)])
    assert [one.path for one in result.found] == [os.fsencode(root / "a")]
    assert [(one.path, one.why) for one in result.skipped] == [
        (os.fsencode(root / "shut"), "cannot be read: permission denied")
    ]


def test_a_tree_that_is_too_deep_is_skipped_with_a_reason(root: Path) -> None:
    fake(root / "a/b/c")
    result = discover([os.fsencode(root)], depth=2)
    assert result.found == ()
    assert [(one.path, one.why) for one in result.skipped] == [
        (os.fsencode(root / "a/b/c"), "is more than 2 folders below the root")
    ]


def test_all_bad_roots_are_named_at_once(root: Path) -> None:
    (root / "file").touch()
    missing, file = os.fsencode(root / "gone"), os.fsencode(root / "file")
    with pytest.raises(
        RootMissing, match=r"nothing to look into: .*file' is not a folder; .*gone' does not exist; name"
    ):
        discover([os.fsencode(root), file, missing])
    with pytest.raises(RootNotAFolder) as caught:
        discover([file])
    assert isinstance(caught.value, BadRoot)
    assert caught.value.faults == {file: "is not a folder"}
    for impossible in (b"", b"a\0b", file + b"/below"):
        with pytest.raises(RootMissing):
            discover([impossible])


def test_a_root_that_links_to_itself_is_skipped_with_a_reason(root: Path) -> None:
    (root / "loop").symlink_to("loop")
    result = discover([os.fsencode(root / "loop")])
    assert "too many levels of symbolic links" in result.skipped[0].why


def test_no_roots_give_nothing() -> None:
    assert discover([]) == discovery.Discovery((), ())
