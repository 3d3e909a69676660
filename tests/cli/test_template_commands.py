"""Templates from the command line: listed, shown, validated, begun and previewed; nothing is written."""

import time
from pathlib import Path

import pytest

from tests.cli.command_line import gitops
from tests.repositories import git, repository
from tests.templates.building import folder


@pytest.fixture
def fleet_file(tmp_path: Path) -> Path:
    """A fleet that knows one sound template and one that is not there."""
    folder(tmp_path / "tpl")
    file = tmp_path / "fleet.yaml"
    file.write_text("templates:\n  small: {source: tpl, repositories: [acme/*]}\n")
    return file


def test_templates_are_listed_and_what_cannot_be_read_is_told(fleet_file: Path) -> None:
    done = gitops("template", "list", "--fleet", fleet_file, "--json")
    assert done.code == 0
    (small,) = (each for each in done.document["templates"] if each["name"] == "small")
    assert small["title"] == "Small"
    assert small["repositories"] == ["acme/*"]
    assert "small" in gitops("template", "list", "--fleet", fleet_file).out
    fleet_file.write_text("templates: {gone: {source: nowhere}}\n")
    done = gitops("template", "list", "--fleet", fleet_file)
    assert done.code == 1
    assert "the template 'gone' is not at 'nowhere'" in done.out


def test_a_template_is_shown_with_its_questions(fleet_file: Path) -> None:
    done = gitops("template", "show", "small", "--fleet", fleet_file)
    assert done.code == 0
    assert "project_name" in done.out
    assert "3.11, 3.12" in done.out
    document = gitops("template", "show", "small", "--fleet", fleet_file, "--json").document
    assert [each["name"] for each in document["questions"]] == ["project_name", "python"]
    assert document["rules"] == [{"path": ".gitignore", "merge": "lines", "executable": None, "weight": 1.0}]


def test_a_name_that_nobody_knows_is_met_with_the_nearest(fleet_file: Path) -> None:
    gitops("template", "show", "smal", "--fleet", fleet_file).told(2, "no template 'smal'", "'small'?")


def test_a_new_template_is_sound_and_nothing_is_overwritten(tmp_path: Path) -> None:
    done = gitops("template", "new", tmp_path / "house-rules")
    assert done.code == 0, done.err
    done = gitops("template", "validate", tmp_path / "house-rules")
    assert (done.code, done.out) == (0, "house-rules: sound, 3 files.\n")
    gitops("template", "new", tmp_path / "house-rules").told(2, "is there and not empty", "name a new folder")


def test_an_unsound_template_fails_validation(tmp_path: Path) -> None:
    files = {
        "a.json.jinja": "{{ 1 }",
        "gitops-template.yml": "rules: [{path: '*.json', merge: json}]\n",
    }
    done = gitops("template", "validate", folder(tmp_path / "broken", files))
    assert done.code == 1
    assert "does not render at a.json.jinja:1" in done.out
    folder(tmp_path / "broken", {"a.json.jinja": "{"})
    done = gitops("template", "validate", tmp_path / "broken", "--json")
    assert done.code == 1
    (verdict,) = done.document["templates"]
    assert not verdict["valid"]
    assert "a.json is to be merged as json and is none" in verdict["faults"][0]


def test_a_preview_is_the_diff_of_each_file(fleet_file: Path, tmp_path: Path) -> None:
    mine = repository(tmp_path / "api", **{".gitignore": "dist/\n"})
    git(mine, "remote", "add", "origin", "https://github.com/acme/api.git")
    before = git(mine, "for-each-ref"), git(mine, "status", "--porcelain")
    asked = ("template", "preview", "small", mine, "--fleet", fleet_file, "--var", "project_name=Api")
    done = gitops(*asked, "--json")
    assert done.code == 0, done.err
    assert set(done.document) == {"template", "version", "repository", "files"}
    assert (done.document["template"], done.document["repository"]) == ("small", "acme/api")
    files = {each["path"]: each for each in done.document["files"]}
    assert all(set(each) == {"path", "action", "diff"} for each in files.values())
    assert {path: each["action"] for path, each in files.items()} == {
        ".gitignore": "modify",
        ".gitops/templates/small.yml": "create",
        "README.md": "create",
        "scripts/run.sh": "create",
    }
    assert "+build/\n" in files[".gitignore"]["diff"]
    assert (git(mine, "for-each-ref"), git(mine, "status", "--porcelain")) == before
    told = gitops(*asked).out
    assert "create README.md" in told
    assert "4 files to change, 0 as they should be." in told


def test_a_conflict_shows_both_sides_and_ends_with_one(fleet_file: Path, tmp_path: Path) -> None:
    mine = repository(tmp_path / "api", **{"README.md": "mine\n"})
    asked = ("template", "preview", "small", mine, "--fleet", fleet_file, "--var", "project_name=Api")
    done = gitops(*asked)
    assert done.code == 1
    assert "conflict README.md" in done.out
    assert "1 conflict." in done.out
    assert gitops(*asked, "--json").code == 1


def test_several_repositories_are_a_list(fleet_file: Path, tmp_path: Path) -> None:
    for name in ("api", "web"):
        repository(tmp_path / "fleet" / name)
    asked = ("template", "preview", "small", tmp_path / "fleet", "--fleet", fleet_file)
    done = gitops(*asked, "--var", "project_name=Api", "--json")
    assert [each["repository"] for each in done.document] == ["api", "web"]


def test_wrong_answers_and_places_are_told(fleet_file: Path, tmp_path: Path) -> None:
    mine = repository(tmp_path / "api")
    asked = ("template", "preview", "small", mine, "--fleet", fleet_file)
    gitops(*asked).told(2, 'Question "project_name" is required', "--var project_name=…")
    gitops(*asked, "--var", "project_name").told(2, "--var project_name says no value", "NAME=VALUE")
    gitops(*asked, "--var", "projectname=x").told(2, "no question 'projectname'", "'project_name'?")
    gitops(*asked, "--version", "v9").told(2, "it has no version 'v9'")
    gitops("template", "preview", "small", "nowhere", "--fleet", fleet_file).told(
        2, "'nowhere'", "name a folder"
    )
    (tmp_path / "empty").mkdir()
    gitops("template", "preview", "small", tmp_path / "empty", "--fleet", fleet_file).told(
        4, "no git repository"
    )


@pytest.mark.timed
def test_a_preview_takes_less_than_a_second(fleet_file: Path, tmp_path: Path) -> None:
    mine = repository(tmp_path / "api")
    asked = (
        "template",
        "preview",
        "small",
        mine,
        "--fleet",
        fleet_file,
        "--var",
        "project_name=Api",
        "--json",
    )
    begun = time.process_time()
    assert gitops(*asked).code == 0
    assert time.process_time() - begun < 1
