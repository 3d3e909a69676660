"""The bench fleet is repeatable and safe to build; the figures land where they belong."""

import io
import random
import tarfile
import time
from pathlib import Path

import pytest
import yaml

from benchmarks import examples, families, fleet
from benchmarks import graph as graphs
from benchmarks.conditions import WORK, conflicted, detached, dirty, draw_steps, linked_worktree, stashed
from benchmarks.deliveries import disordered
from benchmarks.importing import SourceFile, read_archive
from benchmarks.projects import Project
from benchmarks.run import BEGIN, END, splice
from benchmarks.timing import BROKEN, Row, Run, in_turn, limit, measure, table
from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.fleet.config import Fleet
from resources.sample_fleet.authoring import git


def archive(folder: Path, *names: str) -> Path:
    path = folder / "flask-3.0.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = len(name)
            tar.addfile(entry, io.BytesIO(name.encode()))
        link = tarfile.TarInfo("top/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    return path


@pytest.fixture
def flask(tmp_path: Path) -> Project:
    names = [f"flask-3.0/src/file{number:02}.py" for number in range(30)]
    return Project("flask", "3.0", archive(tmp_path, "flask-3.0/README.md", "flask-3.0/setup.py", *names))


def build(folder: Path, project: Project, repositories: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fleet, "fetch_projects", lambda _cache: [project])
    monkeypatch.setattr(fleet, "RACY_SECONDS", 0)
    return fleet.build_fleet(folder, repositories, cache=folder)


def test_an_archive_cannot_reach_out_of_the_repository(tmp_path: Path) -> None:
    names = ("top/a.py", "top/../../evil", "top/.git/config", "top/sub/.GIT/hooks/x", "alone", "/top/abs")
    assert [file.path for file in read_archive(archive(tmp_path, *names))] == ["a.py", "top/abs"]


def test_the_same_seed_gives_the_same_fleet(
    flask: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (build(tmp_path / name, flask, 12, monkeypatch) for name in ("one", "two"))
    said = [
        [git(clone, "status", "--porcelain=v2", "--branch", at=WORK) for clone in sorted(root.glob("*/*"))]
        for root in (first, second)
    ]
    assert said[0] == said[1]
    assert len(said[0]) >= 12
    tips = {git(clone, "rev-parse", "origin/main", at=WORK) for clone in first.glob("*/*")}
    assert len(tips) == 12


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(SystemExit, match="is not empty"):
        fleet.build_fleet(tmp_path, 3, cache=tmp_path)


def test_the_steps_follow_their_shares() -> None:
    draw = random.Random(7)  # noqa: S311 - repeatable, not secret
    drawn = [draw_steps(draw) for _ in range(10_000)]
    shares = {dirty: 0.2, stashed: 0.06, detached: 0.04, conflicted: 0.01, linked_worktree: 0.02}
    for step, share in shares.items():
        assert abs(sum(step in steps for steps in drawn) / 10_000 - share) < 0.015


def test_figures_stand_between_their_markers() -> None:
    page = f"# Title\n{BEGIN}old\n{END}rest\n"
    assert splice(page, "new\n") == f"# Title\n{BEGIN}\nnew\n\n{END}rest\n"


def test_a_page_without_markers_is_not_overwritten() -> None:
    with pytest.raises(ValueError, match="lost its markers"):
        splice("# Title\n", "new")


def test_a_table_says_what_was_not_reached() -> None:
    rows = [Row("bare", "1 s"), limit("ours", 3, "s", at_most=2), limit("help", 0.1, "s", at_most=0.3)]
    assert table("Figures", rows).splitlines()[4:] == [
        "| bare | 1 s |  |  |",
        "| ours | 3.00 s | ≤ 2 s | **no** |",
        "| help | 0.10 s | ≤ 0.3 s | yes |",
    ]


def test_contenders_take_turns_and_the_first_round_is_dropped() -> None:
    order: list[str] = []

    def run(name: str) -> Run:
        order.append(name)
        return Run(1, 1)

    runs = in_turn({"a": lambda: run("a"), "b": lambda: run("b")}, 2)
    assert order == ["a", "b"] * 3
    assert [len(taken) for taken in runs.values()] == [2, 2]


def test_a_command_that_breaks_stops_the_benchmark() -> None:
    with pytest.raises(SystemExit, match=rf"exited with {BROKEN}: no such luck"):
        measure(["sh", "-c", f"echo no such luck >&2; exit {BROKEN}"])


def test_a_command_that_found_something_counts() -> None:
    assert measure(["sh", "-c", "exit 1"]).seconds > 0


def test_the_made_graph_is_repeatable_and_both_contenders_see_the_same() -> None:
    members = graphs.made_fleet(60, 600)
    assert members == graphs.made_fleet(60, 600)
    graph = build_graph(members)
    slug = graphs.most_needed(graph)
    edges = [(edge.source, edge.target) for edge in graph.edges]
    assert 500 < len(edges) <= 600
    assert graphs.ours(members, slug) == graphs.plain(edges, slug) > 10


def npm_release(cache: Path, name: str, version: str, manifest: str) -> None:
    with tarfile.open(cache / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz", "w:gz") as tar:
        entry = tarfile.TarInfo("package/package.json")
        entry.size = len(manifest)
        tar.addfile(entry, io.BytesIO(manifest.encode()))


def test_a_family_is_cloned_from_where_its_manifests_say_with_a_commit_a_release(tmp_path: Path) -> None:
    for version in ("1.0.0", "2.0.0"):
        manifest = (
            f'{{"version": "{version}", "repository": {{"url": "git+https://github.com/acme/web.git"}}}}'
        )
        npm_release(tmp_path, "@acme/web", version, manifest)
    families.build_family(
        tmp_path / "fleet", families.npm_family(["@acme/web 1.0.0 2.0.0"], tmp_path), families.npm_remote
    )
    clone = tmp_path / "fleet/acme-web"
    assert git(clone, "remote", "get-url", "origin", at=WORK) == "https://github.com/acme/web.git"
    assert git(clone, "log", "--format=%s", at=WORK).splitlines() == ["Release 2.0.0", "Release 1.0.0"]
    assert git(clone, "status", "--short", at=WORK) == ""


@pytest.mark.parametrize(
    ("written", "remote"),
    [
        ("Project-URL: Source, https://github.com/acme/web/\n", "https://github.com/acme/web.git"),
        (
            "Project-URL: Funding, https://github.com/sponsors/x\nhttps://github.com/acme/web/issues\n",
            "https://github.com/acme/web.git",
        ),
    ],
)
def test_the_metadata_of_a_source_distribution_names_its_repository(written: str, remote: str) -> None:
    assert (
        families.python_remote([SourceFile("PKG-INFO", executable=False, content=written.encode())]) == remote
    )


def test_metadata_without_a_repository_stops_the_build() -> None:
    with pytest.raises(SystemExit, match="no forge that is known"):
        families.python_remote([SourceFile("PKG-INFO", executable=False, content=b"Name: web\n")])


def test_a_message_is_out_of_order_when_a_later_one_came_first() -> None:
    taken = [("w0", "a", 1), ("w0", "b", 2), ("w0", "a", 4), ("w0", "a", 1), ("w1", "a", 3)]
    assert disordered(taken) == 0
    assert disordered([*taken, ("w0", "a", 0)]) == 1


def test_the_fleet_of_the_examples_is_sound() -> None:
    known = Fleet.model_validate(yaml.safe_load(examples.fleet_file()), context={"gate_ids": frozenset()})
    assert known.owners["public/numpy"] == "tools team"
    assert len(examples.MOMENTS) > 10


def test_a_clone_of_the_examples_stands_where_it_stood_then(tmp_path: Path) -> None:
    project = tmp_path / "bench/team/flask-0007"
    project.mkdir(parents=True)
    git(project, "init", "--quiet", "--initial-branch", "main", at=examples.FIRST)
    for day in (0, 20):
        git(project, "commit", "--quiet", "--allow-empty", "-m", "x", at=examples.FIRST + day * examples.DAY)
    [clone] = examples.clones(tmp_path / "bench", tmp_path / "fleet")
    assert clone == tmp_path / "fleet/public/flask"
    heads = []
    for moment in examples.MOMENTS[:4]:
        examples.move(clone, moment)
        heads.append(git(clone, "rev-list", "--count", "HEAD", at=moment))
    assert heads == ["1", "1", "1", "2"]


def test_a_clock_that_is_set_back_goes_on() -> None:
    with examples.clock(examples.FIRST):
        assert 0 <= time.time() - examples.FIRST < 60
    assert time.time() > examples.MOMENTS[-1]
