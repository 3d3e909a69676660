import os
from pathlib import Path

import pytest

from gitops_assets.core.gates.leak_facts import LeakFacts
from gitops_assets.core.gates.secrets import SECRETS
from resources.secrets.past import Bounds, leaks_of
from tests.repositories import cloned, commit, git, repository
from tests.secrets.corpus import Maker, values

TOKEN, OTHER = (values(Maker(seed))["stripe-key"] for seed in (1, 2))


def leaks(path: Path, head: str = "HEAD", **bounds: float) -> LeakFacts:
    return leaks_of(os.fsencode(path), head, SECRETS, Bounds(**bounds))  # type: ignore[arg-type] # a test's shorthand


@pytest.fixture
def rotated(tmp_path: Path) -> tuple[Path, str]:
    """A secret that came with the second commit, stayed in a second version, and was taken out."""
    path = repository(tmp_path / "app", a__py="x = 1\n")
    brought = commit(path, a__py=f"x = 1\nkey = '{TOKEN}'\n")
    commit(path, a__py=f"x = 2\nkey = '{TOKEN}'\n")
    commit(path, a__py="x = 3\n", b__py=f"'{OTHER}'\n")
    return path, brought


def test_what_was_taken_out_is_found_where_it_came_in_and_what_is_there_is_not(
    rotated: tuple[Path, str],
) -> None:
    path, brought = rotated
    found = leaks(path)
    assert found.unknown is None
    assert [(leak.path, leak.hit.line, leak.hit.what) for leak in found.leaks] == [
        ("a.py", 2, "stripe-key")
    ] * 2
    assert brought in {leak.commit for leak in found.leaks}
    assert TOKEN not in repr(found)
    assert OTHER[-2:] not in {leak.hit.shown[-2:] for leak in found.leaks}


def test_a_secret_that_only_a_merged_branch_had_is_found(tmp_path: Path) -> None:
    path = repository(tmp_path / "app")
    git(path, "checkout", "-qb", "side")
    brought = commit(path, a__py=TOKEN)
    commit(path, a__py="clean")
    git(path, "checkout", "-q", "main")
    git(path, "merge", "-q", "--no-ff", "-m", "Merge", "side")
    (leak,) = leaks(path).leaks
    assert (leak.path, leak.commit) == ("a.py", brought)


def test_a_limit_is_said_and_what_was_read_counts(rotated: tuple[Path, str]) -> None:
    assert leaks(rotated[0], contents=1).unknown == "it has more than 1 contents; the rest was not read"
    assert "MB" in (leaks(rotated[0], size=1).unknown or "")
    assert leaks(rotated[0], seconds=-1.0).unknown == "reading it takes more than -1 s; the rest was not read"


def test_a_shallow_clone_is_not_clean(rotated: tuple[Path, str], tmp_path: Path) -> None:
    path = cloned(rotated[0], tmp_path / "clone", "--depth=1", "--no-local")
    assert leaks(path).unknown == "the clone is shallow; what older commits hold is not here"


@pytest.mark.parametrize("head", ["gone", "-x", "0" * 40])
def test_a_commit_that_is_not_there_is_unknown(rotated: tuple[Path, str], head: str) -> None:
    assert (leaks(rotated[0], head).unknown or "").startswith("the history cannot be listed: ")


def test_a_folder_without_a_repository_is_unknown(tmp_path: Path) -> None:
    assert leaks(tmp_path / "gone").unknown


def test_names_that_are_no_paths_and_binary_contents_are_survived(tmp_path: Path) -> None:
    path = repository(tmp_path / "app")
    odd = path / "we\nird \udcff.txt"
    odd.write_text(TOKEN)
    (path / "blob").write_bytes(b"\0" + TOKEN.encode())
    git(path, "add", "-A")
    git(path, "commit", "-qm", "Odd")
    odd.unlink()
    commit(path)
    (leak,) = leaks(path).leaks
    assert leak.path.startswith("we")


def test_nothing_that_the_repository_names_is_run(rotated: tuple[Path, str], tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    for name in ("core.fsmonitor", "diff.external", "core.pager", "diff.evil.textconv", "filter.evil.smudge"):
        git(rotated[0], "config", name, f"touch {trap}")
    (rotated[0] / ".git/info/attributes").write_text("* diff=evil filter=evil\n")
    assert leaks(rotated[0]).leaks
    assert not trap.exists()
