"""The shipped templates through our own renderer and plan: what they add, and what they leave."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from gitops_assets.core.templates.model import Action, Plan
from resources.templates.planning import plan_for
from resources.templates.rendering import Renderer
from tests.repositories import git, repository
from tests.templates.building import catalogue
from tests.templates.shipped import NAMES, REPOSITORY, rendered
from tests.templates.test_planning_repositories import applied

each_template = pytest.mark.parametrize("name", NAMES)

MINE: Mapping[str, str] = {
    ".gitignore": "# mine\nbuild/\n*.log\n",
    ".dockerignore": "docs/\n",
    ".editorconfig": "root = true\n",
    ".gitattributes": "*.png binary\n",
    ".github/dependabot.yml": "version: 2\nupdates: []\n",
    ".hadolint.yaml": "ignored: [DL3008] # we know\n",
    ".npmrc": "engine-strict=true\n",
    ".pre-commit-config.yaml": "repos:\n  - repo: local # ours\n    hooks:\n      - id: mine\n",
    "CONTRIBUTING.md": "Mine.\n",
    "Dockerfile": "FROM scratch\n",
    "LICENSE": "Mine.\n",
    "README.md": "Mine.\n",
    "SECURITY.md": "Mine.\n",
    "deploy/base/service.yaml": "kind: Service\n",
    "package.json": '{"name": "mine", "scripts": {"test": "node --test"}}\n',
    "pyproject.toml": '[project]\nname = "mine" # ours\n\n[tool.pytest.ini_options]\nxfail_strict = true\n',
}
"""A repository whose people have written all that themselves."""

EVERYTHING: Mapping[str, Mapping[str, object]] = {
    "devops-baseline": {"licence": "MIT"},
    "python-ci": {"tool_settings": True},
    "node-ci": {"package_settings": True, "refuse_scripts": True},
}


def plan(renderer: Renderer, at: Path, path: Path, name: str) -> Plan:
    known = catalogue(at)
    template = known.get(name)
    answers = EVERYTHING.get(name, {})
    return plan_for(
        known, renderer, path, "acme/widgets", template, known.version(template), answers, in_place=False
    )


@each_template
def test_our_renderer_gives_what_copier_gives_on_top_of_what_is_extended(
    renderer: Renderer, at: Path, name: str
) -> None:
    template = catalogue(at).get(name)
    answers = {"repository": REPOSITORY}
    below = [rendered(each, answers) for each in template.overlay.extends]
    expected = {
        path: content for files in (*below, rendered(name, answers)) for path, content in files.items()
    }
    given = renderer.render(template, template.versions[0], answers, "acme/widgets")
    assert dict(sorted(given.items())) == dict(sorted(expected.items()))


@each_template
def test_the_catalogue_shows_it(at: Path, name: str) -> None:
    template = catalogue(at).get(name)
    assert template.source == "shipped"
    assert template.versions[0].tag == "1.0.0"
    assert template.notes == ()
    assert all(question.help and not question.required for question in template.questions)


@each_template
def test_what_people_wrote_survives_without_a_conflict(renderer: Renderer, at: Path, name: str) -> None:
    path = repository(at / "widgets", **MINE)
    planned = plan(renderer, at, path, name)
    assert planned.conflicts == ()
    applied(planned, path)
    for mine, text in MINE.items():
        now = (path / mine).read_text()
        assert all(line in now for line in text.split("\n") if not line.startswith("{")), mine


@each_template
def test_applying_twice_changes_nothing(renderer: Renderer, at: Path, name: str) -> None:
    path = repository(at / "widgets", **MINE)
    applied(plan(renderer, at, path, name), path)
    git(path, "status", "--porcelain")
    again = plan(renderer, at, path, name)
    assert [each.path for each in again.changes] == []
    assert again.conflicts == ()


def test_keys_and_lines_come_to_those_that_are_there(renderer: Renderer, at: Path) -> None:
    path = repository(at / "widgets", **MINE)
    for name in NAMES:
        planned = plan(renderer, at, path, name)
        assert planned.conflicts == (), name
        applied(planned, path)
    assert (path / ".gitignore").read_text().startswith("# mine\nbuild/\n*.log\n")
    assert ".venv/" in (path / ".gitignore").read_text().split("\n")
    assert "engine-strict=true\n" in (path / ".npmrc").read_text()
    assert "ignore-scripts=true\n" in (path / ".npmrc").read_text()
    hooks = yaml.safe_load((path / ".pre-commit-config.yaml").read_text())["repos"]
    assert hooks[0]["repo"] == "local"
    assert "https://github.com/gitleaks/gitleaks" in [each["repo"] for each in hooks]
    settings = tomllib.loads((path / "pyproject.toml").read_text())
    assert settings["tool"]["pytest"]["ini_options"]["xfail_strict"] is True
    assert settings["tool"]["ruff"]["line-length"] == 100
    assert '"node": ">=22"' in (path / "package.json").read_text()
    assert (path / "Dockerfile").read_text() == "FROM scratch\n"


def test_a_repository_says_itself_what_it_is_built_with(renderer: Renderer, at: Path) -> None:
    path = repository(at / "widgets", **{"go.mod": "module acme.example/widgets\n"})
    files = {each.path: each for each in plan(renderer, at, path, "devops-baseline").files}
    watched = files[".github/dependabot.yml"].after
    assert watched is not None
    assert b"package-ecosystem: gomod" in watched.body
    assert files["README.md"].action is Action.CREATE
    assert files["README.md"].after is not None
    assert files["README.md"].after.body.startswith(b"# widgets\n")
