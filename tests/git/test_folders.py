"""Trees that are listed by way of their folders: as git lists them, and each folder only once."""

import os
import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gitops_assets.core.tree import NotRead, TreeUnreadable
from resources.git import walk
from resources.git.batch import FORGED, Batch
from resources.git.folders import Folders
from resources.git.objects import content, name_of
from resources.git.only import Only
from resources.git.tree import CommitTree
from tests.repositories import commit, git, repository

ONLY = Only(
    (b".json", b"gemfile"), (b"dockerfile.",), ((b".py", re.compile(rb"\Z|(?:.*/)?(?:ci)/", re.DOTALL)),)
)
FOLDERS = Folders(ONLY)
"""Shared by all examples, as it is by all repositories of a fleet."""

BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
MODES = st.sampled_from(["100644", "100644", "100755", "120000", "160000"])
NAMES = st.sampled_from(
    [
        *"ab",
        "CI",
        "ci",
        "x.py",
        "X.PY",
        "p.json",
        "Gemfile",
        "Dockerfile.py",
        "dockerfile.d",
        "\udcff.json",
        "n\n.json",
    ]
)
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)


def wanted(path: str) -> bool:
    """What :data:`ONLY` says, word by word."""
    *folders, name = path.lower().split("/")
    if name.endswith((".json", "gemfile")) or name.startswith("dockerfile."):
        return True
    return name.endswith(".py") and (not folders or "ci" in folders)


def selected(tree: CommitTree) -> dict[str, tuple[str, bool]]:
    return {path: (tree.oid(path), tree.is_link(path)) for path in tree.paths()}


def built(path: Path, entries: dict[str, str], *options: str) -> str:
    """A tree of entries, path and mode, that lies in no work tree and in no commit."""
    git(path, "init", "-q", *options)
    blob = git(path, "hash-object", "-w", os.devnull)
    git(path, "read-tree", "--empty")
    for name, mode in entries.items():
        git(path, "update-index", "--add", "--replace", "--cacheinfo", f"{mode},{blob},{name}")
    return git(path, "write-tree", "--missing-ok")


def trees(path: Path, folders: Folders | None, commit: str = "") -> CommitTree:
    return CommitTree(os.fsencode(path), commit or git(path, "rev-parse", "HEAD"), folders=folders)


def hash_tree(path: Path, entries: Sequence[tuple[bytes, bytes, str]]) -> str:
    body = b"".join(b"%b %b\0%b" % (mode, name, bytes.fromhex(oid)) for mode, name, oid in entries)
    (path / ".git/raw").write_bytes(body)
    return git(path, "hash-object", "--literally", "-w", "-t", "tree", ".git/raw")


def alone(path: Path, commit: str) -> Folders | None:
    """A repository's own folders, if they are listed without ``ls-tree``."""
    folders = Folders(ONLY)
    batch = Batch(os.fsencode(path), commit)
    found = walk.walked(os.fsencode(path), commit, folders, batch, float("inf"))
    batch.close()
    return folders if found is not None else None


@settings(deadline=None, max_examples=25)
@given(st.dictionaries(PATHS, MODES, max_size=8))
@example({"a/Dockerfile.py": "100644", "a/x.py": "100644", "a/CI/x.py": "100755", "x.py": "120000"})
def test_what_is_wanted_of_a_tree_is_what_git_lists_of_it(entries: dict[str, str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        tree = built(path, entries)
        assert alone(path, tree)
        with trees(path, None, tree) as whole, trees(path, FOLDERS, tree) as some:
            links = {name for name in whole.paths() if whole.is_link(name)}
            assert list(some.paths()) == [name for name in whole.paths() if name in links or wanted(name)]
            assert selected(some).items() <= selected(whole).items()
            assert some.modules() == whole.modules()
            assert some._told(60) == some._walked(FOLDERS, float("inf"))


def test_a_sha256_repository_is_listed_by_git_and_gives_the_same(tmp_path: Path) -> None:
    entries = {"a/b.json": "100644", "a/c": "100644", "ci/x.py": "120000", "m": "160000"}
    paths = []
    for options in ((), ("--object-format=sha256",)):
        path = tmp_path / str(len(options))
        path.mkdir()
        tree = built(path, entries, *options)
        assert (alone(path, tree) is None) == bool(options)
        with trees(path, FOLDERS, tree) as some:
            paths.append((some.paths(), list(some.modules())))
    assert paths == [(("a/b.json", "ci/x.py"), ["m"])] * 2


def test_only_folders_that_nobody_had_yet_are_asked_for(tmp_path: Path) -> None:
    path = repository(tmp_path / "r", **{"a/b/one.json": "{}", "a/two.json": "{}", "c/three.json": "{}"})
    objects = os.fsencode(path / ".git/objects")
    folders, asked = Folders(ONLY), list[str]()

    def ask(oids: Sequence[str]) -> list[bytes | None]:
        asked.extend(oids)
        return [content(objects, oid, b"tree") for oid in oids]

    assert folders.walk(git(path, "rev-parse", "HEAD^{tree}"), ask)
    assert len(asked) == 4
    asked.clear()
    commit(path, **{"a/two.json": "[]"})
    root = folders.walk(git(path, "rev-parse", "HEAD^{tree}"), ask)
    assert asked == [git(path, "rev-parse", f"HEAD{place}") for place in ("^{tree}", ":a")]
    assert root
    assert [name for name, _, _ in root.listed(ONLY)] == [b"a/b/one.json", b"a/two.json", b"c/three.json"]


def test_more_folders_than_are_kept_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resources.git.folders._KEPT", 0)
    path = repository(tmp_path / "r", **{"a/b/one.json": "{}"})
    folders = Folders(ONLY)
    for text in ("1", "2", "3"):
        commit(path, **{"two.json": text})
        with trees(path, folders) as some:
            assert some.paths() == ("a/b/one.json", "two.json")


def test_a_bomb_of_folders_is_refused_before_a_path_is_spelt_out(tmp_path: Path) -> None:
    path = repository(tmp_path / "r")
    tree = hash_tree(path, [(b"100644", b"%d.json" % nth, BLOB) for nth in range(10)])
    for _ in range(60):
        tree = hash_tree(path, [(b"40000", b"%d" % nth, tree) for nth in range(10)])
    with (
        trees(path, Folders(ONLY), tree) as bomb,
        pytest.raises(TreeUnreadable, match="more than 250,000 paths"),
    ):
        bomb.paths()


def test_a_bomb_without_any_file_is_empty(tmp_path: Path) -> None:
    path = repository(tmp_path / "r")
    tree = git(path, "hash-object", "-w", "-t", "tree", os.devnull)
    for _ in range(60):
        tree = hash_tree(path, [(b"40000", b"%d" % nth, tree) for nth in range(10)])
    with trees(path, Folders(ONLY), tree) as bomb:
        assert bomb.paths() == ()


def test_the_limit_counts_what_nobody_wants_too(tmp_path: Path) -> None:
    path = repository(tmp_path / "r", **{"a/b": "", "a/c": "", "d.json": "{}"})
    head = git(path, "rev-parse", "HEAD")
    for limit, refused in ((3, False), (2, True)):
        with CommitTree(os.fsencode(path), head, limit=limit, folders=FOLDERS) as some:
            if refused:
                with pytest.raises(TreeUnreadable, match="it has more than 2 paths"):
                    some.paths()
            else:
                assert some.paths() == ("d.json",)


@pytest.mark.parametrize(
    ("mode", "name"),
    [(b"100664", b"a.json"), (b"0100644", b"a.json"), (b"100644", b"a/b.json"), (b"40000", b"a/b")],
)
def test_what_git_would_not_write_is_left_to_git(tmp_path: Path, mode: bytes, name: bytes) -> None:
    path = repository(tmp_path / "r", **{"x.json": "{}"})
    oid = git(path, "rev-parse", "HEAD^{tree}" if mode == b"40000" else "HEAD:x.json")
    tree = hash_tree(path, [(mode, name, oid)])
    assert alone(path, tree) is None
    with trees(path, FOLDERS, tree) as some, trees(path, None, tree) as whole:
        assert selected(some) == selected(whole)
        assert some.paths()


def test_a_tree_that_is_deeper_than_any_is_left_to_git(tmp_path: Path) -> None:
    path = repository(tmp_path / "r", **{"x.json": "{}"})
    tree = git(path, "rev-parse", "HEAD^{tree}")
    for _ in range(120):
        tree = hash_tree(path, [(b"40000", b"d", tree)])
    assert alone(path, tree) is None
    with trees(path, FOLDERS, tree) as some:
        assert some.paths() == ("d/" * 120 + "x.json",)


def test_what_cannot_be_read_in_time_is_left_to_git_with_the_time_that_is_left(tmp_path: Path) -> None:
    path = os.fsencode(repository(tmp_path / "r", **{"x.json": "{}"}))
    head = git(Path(os.fsdecode(path)), "rev-parse", "HEAD")
    assert walk.walked(path, head, Folders(ONLY), Batch(path, head), 0) is None


def test_a_partial_clone_without_its_folders_is_unknown_though_others_have_them(tmp_path: Path) -> None:
    path = repository(tmp_path / "r", **{"a/b.json": "{}"})
    git(path, "config", "uploadpack.allowFilter", "true")
    git(path, "config", "uploadpack.allowAnySHA1InWant", "true")
    folders = Folders(ONLY)
    with trees(path, folders) as whole:
        assert whole.paths() == ("a/b.json",)
    for nth, kept in enumerate(("tree:0", "tree:1")):
        clone = tmp_path / str(nth)
        git(tmp_path, "clone", "-q", "--no-checkout", f"--filter={kept}", f"file://{path}", str(clone))
        before = sorted((clone / ".git/objects").rglob("*"))
        with trees(clone, folders) as partial, pytest.raises(TreeUnreadable) as known:
            partial.paths()
        with trees(clone, None) as plain, pytest.raises(TreeUnreadable) as told:
            plain.paths()
        assert known.value.why == told.value.why
        assert sorted((clone / ".git/objects").rglob("*")) == before


def test_a_partial_clone_that_lacks_only_contents_is_listed(tmp_path: Path) -> None:
    path = repository(tmp_path / "r", **{"a/b.json": "{}"})
    git(path, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{path}", str(clone))
    with trees(clone, FOLDERS) as partial:
        assert partial.paths() == ("a/b.json",)


def test_a_borrowed_object_is_found_by_git(tmp_path: Path) -> None:
    path = repository(tmp_path / "r", **{"a/b.json": "{}"})
    git(tmp_path, "clone", "-q", "--shared", str(path), str(tmp_path / "shared"))
    assert alone(tmp_path / "shared", git(path, "rev-parse", "HEAD"))
    with trees(tmp_path / "shared", FOLDERS) as some:
        assert some.paths() == ("a/b.json",)


def forge(path: Path, oid: str, kind: str, body: bytes) -> None:
    """Put another content in the place of a loose object."""
    file = path / ".git/objects" / oid[:2] / oid[2:]
    file.chmod(0o600)
    file.write_bytes(zlib.compress(b"%b %d\0%b" % (kind.encode(), len(body), body)))


def test_a_forged_folder_is_nobody_elses(tmp_path: Path) -> None:
    folders, files = Folders(ONLY), {"a/b.json": "{}"}
    forger, honest = repository(tmp_path / "forger", **files), repository(tmp_path / "honest", **files)
    folder = git(forger, "rev-parse", "HEAD:a")
    forge(forger, folder, "tree", b"100644 c.json\0" + bytes.fromhex(BLOB))
    for each, paths in ((forger, ("a/c.json",)), (honest, ("a/b.json",))):
        with trees(each, folders) as some:
            assert some.paths() == paths


def test_a_forged_file_is_not_read(tmp_path: Path) -> None:
    path = repository(tmp_path / "r", **{"b.json": "{}"})
    forge(path, git(path, "rev-parse", "HEAD:b.json"), "blob", b"[]")
    with trees(path, None) as some, pytest.raises(NotRead, match="forged") as why:
        some.read("b.json")
    assert why.value.unread.why == FORGED


def test_a_tree_is_named_by_its_content(tmp_path: Path) -> None:
    path = repository(tmp_path / "r")
    objects, tree = os.fsencode(path / ".git/objects"), git(path, "rev-parse", "HEAD^{tree}")
    for pack in (False, True):
        if pack:
            git(path, "gc", "-q")
        body = content(objects, tree, b"tree")
        assert body is not None
        assert name_of(b"tree", body) == tree
        assert content(objects, tree, b"commit") is None
    assert content(objects, "0" * 40, b"tree") is None
