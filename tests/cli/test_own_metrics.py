"""The gate that compares metrics with the release before, asked by checks and by audits."""

import json
from pathlib import Path

import pytest

from tests.cli.command_line import gitops
from tests.repositories import commit, git, repository

DEFINITION = """\
quality_gates:
  pre_deploy:
    - {name: "Performance Test", baseline: "previous_release", tolerance: 10}
"""

Answer = tuple[str, str | None, list[str]]


@pytest.fixture
def fleet_file(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    (folder / "gates").mkdir(parents=True)
    (folder / "fleet.yaml").write_text("name: ours\n")
    (folder / "gates" / "team.yaml").write_text(DEFINITION)
    return folder / "fleet.yaml"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A repository whose first release kept its metrics."""
    here = repository(tmp_path / "fleet" / "here", performance__json=metrics(100))
    git(here, "tag", "v1.0.0")
    return here


def metrics(parse: float) -> str:
    return json.dumps({"parse": {"ms": parse}})


def checked(here: Path, fleet_file: Path, *options: str) -> Answer:
    where = ("--stage", "pre-deploy", "--fleet", str(fleet_file), "--format", "json")
    document = gitops("check", here, *where, *options).document
    (answer,) = [each for each in document["outcomes"] if each["gate"] == "performance-test"]
    return answer["outcome"], answer["why"], told(document["findings"])


def audited(here: Path, fleet_file: Path) -> Answer:
    document = gitops("audit", here.parent, "--fleet", fleet_file, "--json").document
    (tally,) = [each for each in document["quality"]["gates"] if each["gate"] == "performance-test"]
    (outcome,) = [name for name in ("pass", "fail", "unknown") if tally[name]]
    (row,) = document["repositories"]
    why = next((each for each in row["unknown"] if each.startswith("performance-test")), None)
    return outcome, why, told([each for each in document["findings"] if each["status"] != "fixed"])


def told(findings: list[dict[str, str]]) -> list[str]:
    return [each["message"] for each in findings if each["gate"] == "performance-test"]


WORSE = "'parse.ms' went from 100 to 115: 15.0 % worse, and 10 % is tolerated."


def test_a_check_compares_with_the_release_before(here: Path, fleet_file: Path) -> None:
    commit(here, performance__json=metrics(109))
    assert checked(here, fleet_file) == ("pass", None, [])
    commit(here, performance__json=metrics(115))
    assert checked(here, fleet_file) == ("fail", None, [WORSE])


def test_a_release_is_compared_with_the_one_before_and_what_is_staged_with_it(
    here: Path, fleet_file: Path
) -> None:
    commit(here, performance__json=metrics(115))
    git(here, "tag", "v1.1.0")
    assert checked(here, fleet_file)[0] == "fail"
    (here / "performance.json").write_text(metrics(116))
    git(here, "add", "-A")
    assert checked(here, fleet_file, "--staged")[0] == "pass"


def test_what_a_build_measured_counts_for_this_tree_and_not_for_its_base(
    here: Path, fleet_file: Path
) -> None:
    commit(here, __gitignore="benchmark.json\n", benchmark__json="")
    (here / "performance.json").write_text(metrics(115))
    assert checked(here, fleet_file, "--since", "HEAD") == ("fail", None, [WORSE])
    done = gitops("check", here, "--stage", "pre-deploy", "--fleet", fleet_file, "--since", "HEAD")
    assert WORSE in done.out
    assert done.code == 1


def test_without_a_release_or_a_metric_file_it_is_unknown(tmp_path: Path, fleet_file: Path) -> None:
    bare = repository(tmp_path / "fleet" / "bare", README="hello\n")
    outcome, why, _ = checked(bare, fleet_file)
    assert outcome == "unknown"
    assert "no metric file is here" in (why or "")
    commit(bare, performance__json=metrics(1))
    _, why, _ = checked(bare, fleet_file)
    assert "no earlier tag is named like a version" in (why or "")
    git(bare, "tag", "v1.0.0", "HEAD~1")
    _, why, _ = checked(bare, fleet_file)
    assert "the previous release has no performance.json" in (why or "")


@pytest.mark.usefixtures("quickly")
def test_an_audit_compares_commits_and_asks_again_when_tags_move(here: Path, fleet_file: Path) -> None:
    commit(here, performance__json=metrics(115))
    assert audited(here, fleet_file) == ("fail", None, [WORSE])
    commit(here, performance__json=metrics(120))
    git(here, "tag", "v1.1.0", "HEAD~1")
    assert audited(here, fleet_file) == ("pass", None, [])
    git(here, "tag", "-d", "v1.1.0")
    assert audited(here, fleet_file)[0] == "fail"
    git(here, "tag", "-d", "v1.0.0")
    outcome, why, _ = audited(here, fleet_file)
    assert outcome == "unknown"
    assert "no earlier tag is named like a version" in (why or "")
