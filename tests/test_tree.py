import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.tree import Blob, NotRead, TreeUnreadable, Unread, is_safe
from resources.git import batch
from resources.git.tree import CommitTree
from tests.repositories import git
from tests.small_trees import answers, committed, make, work, write

NAMES = st.lists(
    st.text(st.sampled_from('aB.\n\t "\\é\udcff-*'), min_size=1, max_size=5).filter(
        lambda name: name not in {".", ".."}
    ),
    min_size=1,
    max_size=3,
).map("/".join)
BODIES = st.one_of(
    st.binary(max_size=40), st.sampled_from([b"", b"\r\n", b"blob 3\n", b"a\0b\n", b"x" * 70_000])
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return make(tmp_path / "r", a=b"one\n", b=b"two\n")


@pytest.fixture
def commit(repository: Path) -> Iterator[CommitTree]:
    with CommitTree(os.fsencode(repository), "HEAD") as tree:
        yield tree


def fold(files: dict[str, bytes]) -> dict[str, bytes]:
    """Only the files that can stand beside the others: no file where a folder is, nothing git refuses."""
    taken: set[str] = set()
    kept: dict[str, bytes] = {}
    for name, body in sorted(files.items()):
        above = {name.rsplit("/", depth)[0] for depth in range(1, name.count("/") + 1)}
        if is_safe(name) and ".git" not in name and not above & kept.keys() and name not in taken:
            kept[name] = body
            taken |= above
    return kept


@settings(deadline=None, max_examples=15)
@given(st.dictionaries(NAMES, BODIES, max_size=5))
def test_a_clean_work_tree_and_its_commit_are_the_same_tree(files: dict[str, bytes]) -> None:
    files = fold(files)
    with TemporaryDirectory() as folder:
        path = make(Path(folder))
        write(path, files)
        committed(path)
        with CommitTree(os.fsencode(path), "HEAD") as commit:
            disk = work(path)
            assert disk.paths() == commit.paths()
            assert answers(disk) == answers(commit)
            assert [disk.oid(name) for name in disk.paths()] == [commit.oid(name) for name in commit.paths()]
            assert {name: disk.read(name) for name in disk.paths()} == files


def test_the_work_tree_has_what_is_untracked_but_not_what_is_ignored_or_deleted(repository: Path) -> None:
    write(repository, {".gitignore": b"*.log\n", "x.log": b"", "new\nline": b"n", "sub/new": b"s"})
    (repository / "b").unlink()
    make(repository / "inner", x=b"")
    assert list(work(repository).paths()) == [".gitignore", "a", "new\nline", "sub/new"]


def test_the_work_tree_reads_the_disk_and_the_commit_does_not(repository: Path, commit: CommitTree) -> None:
    (repository / "a").write_bytes(b"changed\n")
    assert work(repository).read("a") == b"changed\n"
    assert commit.read("a") == b"one\n"


def test_an_unmodified_file_has_the_id_of_the_index_without_being_read(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        os.utime(repository / name, (1, 1))
    git(repository, "update-index", "--refresh")
    (repository / "b").write_bytes(b"TWO\n")
    monkeypatch.setattr("resources.git.tree.hash_inside", lambda *_: "hashed")
    assert work(repository).oid("a") == git(repository, "rev-parse", "HEAD:a")
    assert work(repository).oid("b") == "hashed"


def test_a_modified_or_untracked_file_is_hashed_as_a_blob(repository: Path) -> None:
    write(repository, {"a": b"One\n", "new": b"n"})
    tree = work(repository)
    for name in ("a", "new"):
        assert tree.oid(name) == git(repository, "hash-object", name)


def test_a_file_changed_in_the_instant_of_the_index_is_hashed(repository: Path) -> None:
    info = (repository / "a").stat()
    (repository / "a").write_bytes(b"ONE\n")
    os.utime(repository / "a", ns=(info.st_atime_ns, info.st_mtime_ns))
    assert work(repository).oid("a") == git(repository, "hash-object", "a")


def test_links_are_told_by_their_target_and_never_followed(repository: Path) -> None:
    (repository / "out").symlink_to("/etc/passwd")
    (repository / "loop").symlink_to("loop")
    committed(repository)
    with CommitTree(os.fsencode(repository), "HEAD") as commit:
        for tree in (work(repository), commit):
            assert Blob("out", b"/etc/passwd", link=True) in answers(tree)
            assert tree.oid("out") == git(repository, "rev-parse", "HEAD:out")
    (repository / "new").symlink_to("\udcff")
    assert work(repository).oid("new") == hashlib.sha1(b"blob 1\0\xff").hexdigest()  # noqa: S324 - git's own


def test_a_folder_that_became_a_link_leads_nowhere(tmp_path: Path) -> None:
    path = make(tmp_path / "r")
    write(path, {"d/secret": b"mine"})
    committed(path)
    write(tmp_path, {"outside/secret": b"not mine"})
    (path / "d/secret").unlink()
    (path / "d").rmdir()
    (path / "d").symlink_to(tmp_path / "outside")
    tree = work(path)
    assert tree.read("d") == os.fsencode(tmp_path / "outside")
    assert list(tree.read_many(["d/secret"])) == [Unread("d/secret", "lies behind a link or a file")]
    with pytest.raises(NotRead, match="behind a link"):
        tree.oid("d/secret")


def test_pipes_and_folders_in_the_place_of_files_are_skipped_with_a_reason(repository: Path) -> None:
    for name in ("a", "b"):
        (repository / name).unlink()
    os.mkfifo(repository / "a")
    (repository / "b").mkdir()
    assert [type(answer) for answer in work(repository).read_many(["a", "b"])] == [Unread, Unread]
    with pytest.raises(NotRead, match="'b' was not read: it is a folder now"):
        work(repository).oid("b")


def test_a_file_that_goes_away_in_between_is_skipped_with_a_reason(repository: Path) -> None:
    tree = work(repository)
    assert "a" in tree.paths()
    (repository / "a").unlink()
    assert list(tree.read_many(["a"])) == [Unread("a", "is gone")]


def test_what_is_larger_than_the_limit_is_skipped_with_its_size(repository: Path, commit: CommitTree) -> None:
    for tree in (work(repository), commit):
        assert list(tree.read_many(["a", "b"], 3)) == [
            Unread("a", "has 4 bytes, more than 3"),
            Unread("b", "has 4 bytes, more than 3"),
        ]
        assert tree.read("a", 4) == b"one\n"


def test_two_gigabytes_are_never_read(tmp_path: Path) -> None:
    path = make(tmp_path / "r")
    with (path / "huge").open("wb") as file:
        file.truncate(2 << 30)
    tree = work(path)
    assert list(tree.read_many(["huge"])) == [Unread("huge", "has 2,147,483,648 bytes, more than 8,388,608")]
    with pytest.raises(NotRead):
        tree.oid("huge")


def test_an_object_too_large_to_read_away_costs_a_new_process_and_nothing_else(
    repository: Path, commit: CommitTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_DRAINED", 2)
    assert list(commit.read_many(["a", "b"], 3)) == [
        Unread("a", "has 4 bytes, more than 3"),
        Unread("b", "has 4 bytes, more than 3"),
    ]
    assert commit.read("b") == b"two\n"


def test_many_large_answers_do_not_block_the_questions(tmp_path: Path) -> None:
    path = make(tmp_path / "r", **{f"f{n}": str(n).encode() * 100_000 for n in range(60)})
    with CommitTree(os.fsencode(path), "HEAD") as tree:
        assert [len(body.body) for body in answers(tree) if isinstance(body, Blob)] == [
            len(name[1:]) * 100_000 for name in tree.paths()
        ]


def test_reading_in_between_does_not_confuse_a_batch(repository: Path, commit: CommitTree) -> None:
    for blob in commit.read_many(["a", "b"] * 10):
        assert isinstance(blob, Blob)
        assert commit.read(blob.path) == blob.body


def test_a_path_that_is_not_there_is_said_to_be_absent(repository: Path, commit: CommitTree) -> None:
    for tree in (work(repository), commit):
        assert list(tree.read_many(["x", "a", "../r/a"]))[::2] == [
            Unread("x", "is not in the tree"),
            Unread("../r/a", "is not in the tree"),
        ]
        with pytest.raises(NotRead, match="'x' was not read: it is not in the tree"):
            tree.read("x")
        with pytest.raises(NotRead):
            tree.oid("x")


def test_submodules_are_not_paths(repository: Path) -> None:
    make(repository / "module", x=b"")
    committed(repository)
    assert git(repository, "ls-files", "--stage", "module").startswith("160000")
    with CommitTree(os.fsencode(repository), "HEAD") as commit:
        for tree in (work(repository), commit):
            assert list(tree.paths()) == ["a", "b"]


def test_names_that_git_never_checks_out_are_skipped_with_a_reason(repository: Path) -> None:
    blob = git(repository, "rev-parse", "HEAD:a")
    inner = hash_tree(repository, b"100644 config\0" + bytes.fromhex(blob))
    outer = hash_tree(
        repository, b"".join(b"40000 %b\0%b" % (name, bytes.fromhex(inner)) for name in (b"..", b".GIT"))
    )
    with CommitTree(os.fsencode(repository), outer) as tree:
        assert tree.paths() == ()
        assert [unread.path for unread in tree.skipped()] == ["../config", ".GIT/config"]
        assert list(tree.read_many(["../config"])) == [Unread("../config", "is not in the tree")]


def hash_tree(path: Path, body: bytes) -> str:
    (path / ".git/raw").write_bytes(body)
    return git(path, "hash-object", "--literally", "-w", "-t", "tree", ".git/raw")


def test_a_tree_with_too_many_paths_is_unknown_and_never_half(repository: Path) -> None:
    reason = "it has more than 1 paths"
    with pytest.raises(TreeUnreadable, match=reason):
        work(repository, limit=1).paths()
    with pytest.raises(TreeUnreadable, match=reason):
        CommitTree(os.fsencode(repository), "HEAD", limit=1).paths()


def test_a_sha256_repository_reads_like_any_other(tmp_path: Path) -> None:
    path = make(tmp_path / "r", "--object-format=sha256", a=b"one\n")
    write(path, {"new": b"n"})
    assert work(path).oid("new") == git(path, "hash-object", "new")
    with CommitTree(os.fsencode(path), "HEAD") as commit:
        assert commit.read("a") == b"one\n"
        assert commit.oid("a") == work(path).oid("a")
    empty = make(tmp_path / "empty", "--object-format=sha256")
    write(empty, {"new": b"n"})
    assert work(empty).oid("new") == git(empty, "hash-object", "new")


def test_a_sparse_checkout_shows_only_what_is_checked_out(tmp_path: Path) -> None:
    path = make(tmp_path / "r", top=b"t")
    write(path, {"in/x": b"x", "out/y": b"y"})
    committed(path)
    git(path, "sparse-checkout", "set", "--cone", "in")
    assert list(work(path).paths()) == ["in/x", "top"]
