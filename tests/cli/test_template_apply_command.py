import json
from pathlib import Path

from tests.cli.command_line import gitops
from tests.repositories import git


def test_apply_twice_and_roll_back(fleet: Path, tmp_path: Path) -> None:
    gitops("template", "new", str(tmp_path / "standard"))
    asked = ("template", "apply", str(tmp_path / "standard"), str(fleet), "--json")
    first = json.loads(gitops(*asked).out)
    assert [(each["repository"], each["outcome"]) for each in first] == [
        ("api", "applied"),
        ("web", "applied"),
    ]
    assert {each["outcome"] for each in json.loads(gitops(*asked).out)} == {"unchanged"}
    assert gitops("template", "rollback", first[0]["application"]).code == 0
    assert not git(fleet / "api", "branch", "--list", "gitops/*")
    assert git(fleet / "web", "branch", "--list", "gitops/*")
    assert "2 of 2" in gitops("backup", "verify").out
