import json
from pathlib import Path

from tests.cli.command_line import run
from tests.repositories import git


def test_apply_twice_and_roll_back(fleet: Path, tmp_path: Path) -> None:
    run("template", "new", str(tmp_path / "standard"))
    asked = ("template", "apply", str(tmp_path / "standard"), str(fleet), "--json")
    first = json.loads(run(*asked).out)
    assert [(each["repository"], each["outcome"]) for each in first] == [
        ("api", "applied"),
        ("web", "applied"),
    ]
    assert {each["outcome"] for each in json.loads(run(*asked).out)} == {"unchanged"}
    assert run("template", "rollback", first[0]["application"]).code == 0
    assert not git(fleet / "api", "branch", "--list", "gitops/*")
    assert git(fleet / "web", "branch", "--list", "gitops/*")
    assert "2 of 2" in run("backup", "verify").out
