"""``gates`` tells which gates there are, and what one of them would have said in the past."""

import re
from pathlib import Path

import pytest

from gitops_assets.cli import gates
from gitops_assets.core.gates import GATES
from gitops_assets.core.registry import Registry
from tests.cli.command_line import gitops
from tests.gates.made import BAD, CRASHING
from tests.repositories import commit, repository


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "GATES", Registry((BAD, CRASHING)))


def test_every_gate_is_listed_and_can_be_filtered() -> None:
    listed = gitops("gates").out
    assert all(re.search(rf"^{gate.id} ", listed, re.MULTILINE) for gate in GATES)
    assert f"{len(GATES)} gates." in listed
    some = gitops("gates", "--category", "state", "--json").document["gates"]
    assert {each["category"] for each in some} == {"state"}
    assert all(
        "pre-commit" in each["stages"]
        for each in gitops("gates", "--stage", "pre-commit", "--json").document["gates"]
    )


def test_one_gate_is_told_in_full() -> None:
    told = gitops("gates", "explain", "work-committed").out
    assert "All work is committed." in told
    assert "Source: [git-status]" in told
    assert re.search(r"^needs +state, work-tree$", told, re.MULTILINE)
    document = gitops("gates", "explain", "work-committed", "--json").document
    assert document["sources"] == ["https://git-scm.com/docs/git-status"]


def test_a_typing_error_is_met_with_the_nearest_gate() -> None:
    gitops("gates", "explain", "work-comitted").told(2, "work-comitted", "did you mean 'work-committed'")


def test_a_word_like_no_gate_is_met_with_few_of_them() -> None:
    done = gitops("gates", "explain", "xyzzy")
    done.told(2, "xyzzy", f"{len(GATES)} are known, among them repository-readable", "`gitops-assets gates`")
    assert len(done.err) < 700


def test_gates_of_a_fleet_are_listed_and_told(tmp_path: Path) -> None:
    (tmp_path / "gates").mkdir()
    (tmp_path / "gates" / "house.yaml").write_text("pre_merge: [{name: Legal, check: NOTICE exists}]\n")
    fleet = tmp_path / "fleet.yaml"
    fleet.write_text("gates: {stash-empty: {enabled: false}, commits-pushed: {severity: critical}}\n")
    listed = gitops("gates", "--fleet", fleet).out
    assert re.search(r"^legal +medium +merge +Legal$", listed, re.MULTILINE)
    assert "stash-empty" not in listed
    assert re.search(r"^commits-pushed +critical ", listed, re.MULTILINE)
    told = gitops("gates", "explain", "legal", "--fleet", fleet).out
    assert re.search(r"^stages +pre-merge$", told, re.MULTILINE)
    assert gitops("gates", "--fleet", fleet, "explain", "legal").out == told


def test_the_list_tells_which_stage_its_short_words_are() -> None:
    assert "commit, merge and deploy are --stage pre-commit, pre-merge and pre-deploy" in gitops("gates").out


@pytest.mark.usefixtures("made")
def test_a_backtest_tells_which_commits_would_have_been_stopped(tmp_path: Path) -> None:
    here = repository(tmp_path / "fleet" / "api", a="bad\n")
    commit(here, b="good\n")
    bad = commit(here, c="bad\nbad\n")
    commit(here, c="good\n")
    repository(tmp_path / "fleet" / "web")
    done = gitops("gates", "backtest", "no-bad", tmp_path / "fleet", "--since", "2023-01-01")
    assert done.code == 0
    assert done.out.splitlines() == [
        "api: 1 commit",
        f"  {bad[:10]} 2023-11-14  c:1 The line says 'bad'. (and 1 more)",
        "no-bad would have blocked 1 commit of 3 in 1 of 2 repositories.",
    ]


@pytest.mark.usefixtures("made")
def test_a_backtest_for_machines_counts_what_is_not_known(tmp_path: Path) -> None:
    here = repository(tmp_path / "api")
    commit(here, b="bad\n")
    document = gitops(
        "gates", "backtest", "never-answers", tmp_path, "--since", "2023-01-01", "--json"
    ).document
    assert document["blocked"] == 0
    assert document["repositories"][0]["unknown"] == 1


@pytest.mark.usefixtures("made")
def test_a_long_backtest_tells_how_far_it_has_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "_MANY", 2)
    commit(repository(tmp_path / "api"), b="bad\n")
    done = gitops("gates", "backtest", "no-bad", tmp_path, "--since", "2023-01-01")
    assert done.err.startswith("Asking past commits: 2 in ")


def test_a_gate_over_more_than_files_has_no_past(tmp_path: Path) -> None:
    gitops("gates", "backtest", "work-committed", tmp_path, "--since", "2023-01-01").told(
        2, "cannot be asked about past commits", "choose a gate over files"
    )


@pytest.mark.usefixtures("made")
def test_a_folder_without_repositories_has_no_past_either(tmp_path: Path) -> None:
    done = gitops("gates", "backtest", "no-bad", tmp_path, "--since", "2023-01-01")
    done.told(4, "no git repository was found")
