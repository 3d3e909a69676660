"""``check`` asks the gates of a stage about one repository: by hand, before a commit, in CI."""

import subprocess
from importlib.metadata import version
from pathlib import Path

import jsonschema_rs
import pytest

import resources.gates.check
from gitops_assets.core.gates.selection import GateSet
from gitops_assets.core.model import Severity
from gitops_assets.core.tree import FILE_LIMIT
from tests.cli.command_line import gitops
from tests.documents import schema
from tests.gates.made import BAD, CRASHING, ODD, made
from tests.repositories import commit, git, repository


@pytest.fixture(autouse=True)
def gates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources.gates.check, "gates_of", lambda *_: GateSet((BAD, ODD, CRASHING)))


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A repository whose HEAD has one bad line."""
    return repository(tmp_path / "here", a="good\nbad\n")


def test_a_finding_is_told_with_its_place_its_remedy_and_its_gate(here: Path) -> None:
    done = gitops("check", here)
    assert done.code == 1
    assert done.out.splitlines() == [
        "high     a:2  The line says 'bad'.  no-bad",
        "         → Delete it.",
        "",
        "unknown  never-answers: RuntimeError: boom",
        "pre-commit: 1 finding. Gates: 1 pass, 1 fail, 1 unknown. Score 25 (E), 67% known.",
    ]


def test_the_work_tree_is_checked_as_it_lies_and_staged_files_as_they_would_be_committed(here: Path) -> None:
    (here / "b").write_text("bad\n")
    assert gitops("check", here, "--format", "json").document["findings"][1]["path"] == "b"
    git(here, "add", "b")
    (here / "b").write_text("good\n")
    staged = gitops("check", here, "--staged", "--format", "json").document
    assert [(each["path"], each["status"]) for each in staged["findings"]] == [("b", "new")]
    assert staged["compared"] == "HEAD"


def test_what_the_base_has_fails_nobody(here: Path) -> None:
    (here / "c").write_text("good\n")
    git(here, "add", "c")
    done = gitops("check", here, "--staged")
    assert done.code == 0
    assert "0 findings that HEAD does not have" in done.out
    assert "a:2" in gitops("check", here, "--staged", "--all").out


def test_a_branch_answers_for_what_it_brought(here: Path) -> None:
    git(here, "checkout", "-q", "-b", "topic")
    commit(here, b="bad\n")
    git(here, "checkout", "-q", "main")
    commit(here, c="bad\n")
    git(here, "checkout", "-q", "topic")
    document = gitops("check", here, "--since", "main", "--format", "json").document
    assert [each["path"] for each in document["findings"]] == ["b"]


def test_a_warning_fails_only_who_is_strict(tmp_path: Path) -> None:
    here = repository(tmp_path / "odd", a="odd\n")
    assert gitops("check", here).code == 0
    assert "(warns)" in gitops("check", here).out
    assert gitops("check", here, "--strict").code == 1


def test_files_are_checked_before_the_first_commit(tmp_path: Path) -> None:
    here = tmp_path / "new"
    here.mkdir()
    git(here, "init", "-q")
    (here / "a").write_text("bad\n")
    git(here, "add", "a")
    assert gitops("check", here, "--staged").code == 1


def test_a_folder_inside_means_its_repository(here: Path) -> None:
    (here / "deep" / "er").mkdir(parents=True)
    assert gitops("check", here / "deep" / "er").code == 1


def test_json_is_what_its_schema_says(here: Path) -> None:
    document = gitops("check", here, "--format", "json").document
    jsonschema_rs.validator_for(schema("check")).validate(document)
    assert document["outcomes"][0] == {
        "gate": "no-bad",
        "outcome": "fail",
        "why": None,
        "rest": None,
        "score": 0,
    }
    assert (document["stage"], document["score"], document["level"]) == ("pre-commit", 25.0, "E")
    assert len(document["policy"]) == 64


def test_github_gets_annotations(here: Path) -> None:
    first = gitops("check", here, "--format", "github").out.splitlines()[0]
    assert first == ("::error file=a,line=2,title=no-bad::The line says 'bad'. To fix it: Delete it.")


def test_sarif_has_the_repositorys_own_paths(here: Path) -> None:
    (run,) = gitops("check", here, "--format", "sarif").document["runs"]
    (result,) = run["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a"
    assert result["ruleId"] == "no-bad"
    assert run["tool"]["driver"]["version"] == version("gitops-assets")


@pytest.mark.parametrize(
    ("arguments", "beats"),
    [
        (("/nowhere",), ("/nowhere does not exist", "name a folder")),
        (("/",), ("is in no git repository", "name a folder")),
    ],
)
def test_a_path_outside_of_any_repository_is_refused(arguments: tuple[str], beats: tuple[str, ...]) -> None:
    gitops("check", *arguments).told(2, *beats)


def test_a_bare_repository_is_called_one(tmp_path: Path) -> None:
    bare = tmp_path / "api.git"
    subprocess.run(["git", "init", "-q", "--bare", bare], check=True)
    gitops("check", bare).told(2, "is a bare repository", "name a folder of a clone")


def test_a_ref_that_is_not_here_is_refused(here: Path) -> None:
    gitops("check", here, "--since", "origin/main").told(2, "--since origin/main", "fetch it first")


def test_a_push_is_compared_with_what_pre_commit_says_the_remote_has(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("check", here, "--format", "json")
    assert gitops(*asked).document["compared"] is None
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "main")
    document = gitops(*asked).document
    assert (document["compared"], document["findings"]) == ("main", [])


def test_gates_that_were_skipped_are_counted_and_told_to_who_wants_to_know(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gates = GateSet((ODD, made("rare", Severity.LOW, skips="there is nothing rare")))
    monkeypatch.setattr(resources.gates.check, "gates_of", lambda *_: gates)
    assert (
        gitops("check", here).out
        == "pre-commit: 0 findings. Gates: 1 pass, 1 skip. Score 100 (A), 100% known.\n"
    )
    assert gitops("check", here, "-v").out.splitlines()[0] == "skip     no-rare: there is nothing rare"


def test_what_a_failing_gate_could_not_read_is_told(here: Path) -> None:
    (here / "large").write_bytes(b"good\n" * (FILE_LIMIT // 5 + 1))
    done = gitops("check", here)
    assert "in part  no-bad: not every file could be read: large has 8,388,6" in done.out
    outcomes = gitops("check", here, "--format", "json").document["outcomes"]
    assert [each["rest"] is None for each in outcomes] == [False, True, True]
