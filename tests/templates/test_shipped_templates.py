import json
import re
import tomllib
from collections.abc import Iterator

import pytest
import yaml
from copier.errors import CopierError

from gitops_assets.core.fleet.globs import covers
from gitops_assets.core.templates.model import MergeKind
from gitops_assets.core.templates.overlay import rule_for
from tests.templates.shipped import (
    FOLDER,
    NAMES,
    REPOSITORY,
    choices_of,
    every,
    of_a_known_repository,
    overlay,
    questions,
    rendered,
    settings,
)

each_template = pytest.mark.parametrize("name", NAMES)

NEVER = {"_tasks", "_migrations", "_jinja_extensions", "_external_data", "_secret_questions"}
READ_BY = {
    MergeKind.YAML: (".yml", ".yaml"),
    MergeKind.JSON: (".json",),
    MergeKind.TOML: (".toml",),
}


def texts(name: str) -> Iterator[tuple[str, str]]:
    """Every text that a template renders to with any variant, by path."""
    for answers, files in every(name):
        for path, content in files.items():
            yield f"{path} with {dict(answers)}", content.body.decode("utf-8")


def test_there_are_six_of_them() -> None:
    assert NAMES == (
        "container-build",
        "devops-baseline",
        "multi-stage-deployment",
        "node-ci",
        "pre-commit-security",
        "python-ci",
    )


@each_template
def test_the_overlay_says_what_it_is_for_and_which_version(name: str) -> None:
    said = overlay(name)
    assert said.title
    assert len(said.title) <= 40
    assert said.description.endswith(".")
    assert re.fullmatch(r"\d+\.\d+\.\d+", said.version)


@each_template
def test_what_is_extended_is_shipped_too_and_extends_nothing_in_a_circle(name: str) -> None:
    seen, waiting = set(), [name]
    while waiting:
        current = waiting.pop()
        assert current not in seen
        seen.add(current)
        waiting += overlay(current).extends
    assert seen <= set(NAMES)


def test_ci_comes_with_the_baseline() -> None:
    assert overlay("python-ci").extends == ("devops-baseline",)
    assert overlay("node-ci").extends == ("devops-baseline",)


@each_template
def test_nothing_is_run_and_no_code_is_loaded(name: str) -> None:
    assert not NEVER & settings(name).keys()


@each_template
def test_every_question_has_a_type_a_help_and_a_default(name: str) -> None:
    for key, question in questions(name).items():
        assert question["type"] in {"str", "int", "bool"}, key
        assert re.search(r"\?", question["help"]), key
        assert "default" in question, key
        assert len(question["help"]) <= 120, key


@each_template
def test_a_question_that_any_word_answers_says_which_are_refused(name: str) -> None:
    for key, question in questions(name).items():
        if not choices_of(question) and key != "copyright_holder":
            assert question.get("validator"), key


@each_template
def test_a_default_is_among_the_choices(name: str) -> None:
    for key, question in questions(name).items():
        default, choices = question["default"], choices_of(question)
        if choices and "[[" not in str(default):
            assert set(default if isinstance(default, list) else [default]) <= set(choices), key


@each_template
def test_every_file_of_a_template_is_rendered_by_some_variant(name: str) -> None:
    folder = FOLDER / name / "template"
    sources = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    plain = {
        re.sub(r"\[% if .*? %\](.*?)\[% endif %\]", r"\1", path).removesuffix(".jinja") for path in sources
    }
    assert plain == {path for _, files in every(name) for path in files}


@each_template
def test_no_mark_of_a_template_is_left(name: str) -> None:
    for where, text in texts(name):
        assert not re.search(r"\[%|%\]|\[\[ |\[#|#\]", text), where


@each_template
def test_texts_end_with_one_line_end_and_have_no_stray_space(name: str) -> None:
    for where, text in texts(name):
        assert text.endswith("\n"), where
        assert not text.endswith("\n\n"), where
        assert not text.startswith("\n"), where
        assert "\n\n\n" not in text, where
        assert not re.search(r"[ \t]$", text, re.MULTILINE), where
        assert "\t" not in text or where.startswith(".editorconfig"), where


@each_template
def test_what_a_machine_reads_can_be_read(name: str) -> None:
    for answers, files in every(name):
        for path, content in files.items():
            text = content.body.decode()
            if path.endswith((".yml", ".yaml")):
                assert isinstance(yaml.safe_load(text), dict), (path, answers)
            elif path.endswith(".json"):
                assert isinstance(json.loads(text), dict), (path, answers)
            elif path.endswith(".toml"):
                assert isinstance(tomllib.loads(text), dict), (path, answers)


@each_template
def test_rendering_twice_gives_the_same_bytes(name: str) -> None:
    assert rendered(name, {"repository": REPOSITORY}) == of_a_known_repository(name)


@each_template
def test_every_file_has_a_rule_and_every_rule_a_file(name: str) -> None:
    said = overlay(name)
    paths = {path for _, files in every(name) for path in files}
    for path in paths:
        assert any(covers(rule.path, path) for rule in said.rules), path
    for rule in said.rules:
        assert any(covers(rule.path, path) for path in paths), rule.path


@each_template
def test_merges_by_keys_are_of_files_that_have_keys(name: str) -> None:
    for _, files in every(name):
        for path in files:
            ends = READ_BY.get(rule_for(overlay(name), path).merge)
            assert ends is None or path.endswith(ends), path


@each_template
def test_what_is_required_is_rendered_whatever_is_answered(name: str) -> None:
    said = overlay(name)
    for answers, files in every(name):
        assert set(said.required_files) <= set(files), answers
        for folder in said.required_folders:
            assert any(path.startswith(f"{folder}/") for path in files), answers


@each_template
def test_only_scripts_are_executable(name: str) -> None:
    for _, files in every(name):
        for path, content in files.items():
            assert content.executable == content.body.startswith(b"#!"), path
            assert content.executable == bool(rule_for(overlay(name), path).executable), path


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [
        ("devops-baseline", {"project_name": "two\nlines"}, "one line"),
        ("devops-baseline", {"code_owners": "acme"}, "neither @user"),
        ("devops-baseline", {"default_branch": 'main"]\n'}, "name of a branch"),
        ("devops-baseline", {"update_cooldown_days": 0}, "from 1 to 90"),
        ("devops-baseline", {"security_contact": "the office"}, "an address"),
        ("devops-baseline", {"licence": "MIT", "copyright_year": "last year"}, "such as 2026"),
        ("python-ci", {"python_versions": []}, "one version"),
        ("python-ci", {"test_command": "pytest\nrm -rf ."}, "one command"),
        ("node-ci", {"working_directory": "../web"}, "inside the repository"),
        ("node-ci", {"test_script": "test; curl"}, "name of a script"),
        ("container-build", {"image": "ghcr.io/Acme/Widgets"}, "lower case"),
        ("container-build", {"port": 80}, "from 1024"),
        ("multi-stage-deployment", {"app_name": "My App"}, "small letters"),
        ("multi-stage-deployment", {"image": "quay.io/acme/x"}, "ghcr.io"),
        ("multi-stage-deployment", {"health_path": "healthz"}, "a path"),
        ("pre-commit-security", {"hooks": []}, "one at least"),
        ("pre-commit-security", {"refused_licences": "MIT\n  x: y"}, "SPDX"),
    ],
)
def test_answers_that_cannot_work_are_refused(name: str, answers: dict[str, object], said: str) -> None:
    with pytest.raises((CopierError, ValueError), match=re.escape(said)):
        rendered(name, answers)
