"""Repositories read at their commit: once per content, whatever the work tree holds or git refuses."""

import subprocess
from pathlib import Path

import pytest

from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.model import Kind
from gitops_assets.core.fleet.config import Fleet
from resources.dependencies.analysis import Analysis
from resources.dependencies.fleet import members_of_roots
from resources.dependencies.scan import InMemory, Scanning, Target, scan
from resources.git.command import spawn
from tests.repositories import commit, git, repository

MODULES = '[submodule "core"]\n\tpath = core\n\turl = https://host/acme/core.git\n'


def scanning(memo: InMemory | None = None) -> Scanning:
    return Scanning(analysis=Analysis(), memo=memo or InMemory(), at=100)


def test_a_repository_is_read_at_its_commit_and_not_at_its_work_tree(tmp_path: Path) -> None:
    path = repository(tmp_path / "a", __gitmodules=MODULES)
    (path / ".gitmodules").write_text("not committed")
    (found,) = scan([Target("a", bytes(path), git(path, "rev-parse", "HEAD"))], scanning())
    assert [(each.kind, each.line, each.extractor) for each in found.known.dependencies] == [
        (Kind.SUBMODULE, 1, "git-submodules")
    ]
    assert [(each.path, each.extractor) for each in found.manifests] == [(".gitmodules", "git-submodules")]


def test_content_that_was_read_before_is_not_read_again(tmp_path: Path) -> None:
    path = repository(tmp_path / "a", __gitmodules=MODULES)
    head = git(path, "rev-parse", "HEAD")
    memo = InMemory()
    before = scan([Target("a", bytes(path), head)], scanning(memo))
    for document in memo.known.values():
        document["dependency"][0][2] = "remembered"
    (after,) = scan([Target("b", bytes(path), head)], scanning(memo))
    assert before[0].manifests == after.manifests
    assert [each.name for each in after.known.dependencies] == ["remembered"]


def test_a_deleted_manifest_leaves_nothing_behind(tmp_path: Path) -> None:
    path = repository(tmp_path / "a", __gitmodules=MODULES)
    (path / ".gitmodules").unlink()
    (found,) = scan([Target("a", bytes(path), commit(path))], scanning())
    assert found.known.dependencies == ()
    assert found.manifests == ()


def test_a_repository_without_a_commit_needs_nothing_and_one_that_cannot_be_read_says_why(
    tmp_path: Path,
) -> None:
    path = repository(tmp_path / "a")
    unborn, broken = scan([Target("a", bytes(path), None), Target("b", bytes(path), "0" * 40)], scanning())
    assert (unborn.known.dependencies, unborn.known.unknown) == ((), None)
    assert broken.known.unknown


def test_a_file_that_is_too_large_is_skipped_with_the_reason(tmp_path: Path) -> None:
    path = repository(tmp_path / "a", __gitmodules="#" * (8 << 20) + "\n")
    (found,) = scan([Target("a", bytes(path), git(path, "rev-parse", "HEAD"))], scanning())
    assert [each.reason for each in found.known.skipped] == ["has 8,388,609 bytes, more than 8,388,608"]


def test_what_a_damaged_repository_lacks_is_known_of_another_whoever_comes_first(tmp_path: Path) -> None:
    whole, damaged = (
        repository(tmp_path / name, **{"a/go.mod": "module x\n"}) for name in ("whole", "damaged")
    )
    folder, head = git(damaged, "rev-parse", "HEAD:a"), git(damaged, "rev-parse", "HEAD")
    (damaged / ".git/objects" / folder[:2] / folder[2:]).unlink()
    (alone,) = scan([Target("damaged", bytes(damaged), head)], scanning())
    assert alone.known.unknown
    targets = [Target("damaged", bytes(damaged), head), Target("whole", bytes(whole), head)]
    forth, back = scan(targets, scanning()), scan(targets[::-1], scanning())
    assert forth == back[::-1]
    assert [each.known.unknown for each in forth] == [None, None]


def test_no_git_runs_on_after_its_repository_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.dependencies.scan.AT_ONCE", 2)
    started: list[subprocess.Popen[bytes]] = []
    running: list[int] = []

    def spawned(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        running.append(sum(process.poll() is None for process in started))
        started.append(spawn(*arguments, **options))  # type: ignore[arg-type]
        return started[-1]

    monkeypatch.setattr("resources.git.batch.spawn", spawned)
    paths = [repository(tmp_path / str(nth), **{f"{nth}/go.mod": f"module x{nth}\n"}) for nth in range(6)]
    for path in paths:
        git(path, "gc", "-q")
    found = scan(
        [Target(path.name, bytes(path), git(path, "rev-parse", "HEAD")) for path in paths], scanning()
    )
    assert [each.name for scanned in found for each in scanned.known.publications] == [
        f"x{n}" for n in range(6)
    ]
    assert all(process.returncode is not None for process in started)
    assert max(running) < 2


def test_the_analysis_has_another_version_when_a_reader_comes_or_other_paths_are_ignored() -> None:
    whole = Analysis()
    assert whole.version == Analysis().version
    assert whole.version != Analysis(extractors=tuple(EXTRACTORS)[1:]).version
    assert whole.version != Analysis(ignored=("vendor/*",)).version


def test_folders_can_be_read_without_a_store(tmp_path: Path) -> None:
    repository(tmp_path / "a", __gitmodules=MODULES)
    repository(tmp_path / "b")
    members = members_of_roots([bytes(tmp_path)], Fleet())
    assert [(each.slug, len(each.known.dependencies), each.present) for each in members] == [
        ("a", 1, True),
        ("b", 0, True),
    ]


def test_a_submodule_is_known_at_the_commit_at_which_it_stands(tmp_path: Path) -> None:
    core = repository(tmp_path / "core")
    path = repository(tmp_path / "a")
    git(path, "submodule", "add", "-q", str(core), "core")
    (found,) = scan([Target("a", bytes(path), commit(path))], scanning())
    assert [each.resolved for each in found.known.dependencies] == [git(core, "rev-parse", "HEAD")]


def test_a_link_into_a_neighbour_is_a_dependency_and_never_read_as_the_file_it_is_called(
    tmp_path: Path,
) -> None:
    path = repository(tmp_path / "a")
    (path / "package.json").symlink_to("../shared/package.json")
    (found,) = scan([Target("a", bytes(path), commit(path))], scanning())
    assert [(each.extractor, each.url) for each in found.known.dependencies] == [
        ("symlinks-out", "../shared")
    ]
    assert found.known.skipped == ()
