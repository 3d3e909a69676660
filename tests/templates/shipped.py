"""The shipped templates rendered by copier itself, with every choice that their questions give."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from copier import run_copy

from gitops_assets.core.templates.model import Content, Overlay
from gitops_assets.core.templates.overlay import read_overlay

FOLDER = Path(__file__).parents[2] / "resources" / "templates" / "shipped"

NAMES = tuple(sorted(path.parent.name for path in FOLDER.glob("*/copier.yml")))

REPOSITORY = {
    "slug": "acme/widgets",
    "name": "widgets",
    "owner": "acme",
    "default_branch": "trunk",
    "tags": ["backend"],
    "ecosystems": ["docker", "npm", "pypi"],
}

Answers = Mapping[str, Any]
Files = Mapping[str, Content]

_MORE: Mapping[str, tuple[Answers, ...]] = {
    "devops-baseline": (
        {"code_owners": "@acme/platform ada@example.org", "security_contact": "security@example.org"},
        {"licence": "MIT", "copyright_year": "2024-2026", "copyright_holder": "Acme, Inc."},
        *(
            {"updates": "renovate", "update_interval": interval}
            for interval in ("daily", "weekly", "monthly")
        ),
    ),
    "python-ci": (
        *(
            {"package_manager": manager, "linter": linter, "type_checker": checker, "tool_settings": True}
            for manager in ("pip", "uv")
            for linter in ("ruff", "pre-commit", "none")
            for checker in ("none", "mypy", "pyright")
        ),
        {"package_manager": "uv", "build_package": False},
    ),
    "node-ci": (
        *(
            {"package_manager": manager, "working_directory": "web", "audit_level": "high"}
            for manager in ("npm", "pnpm", "yarn")
        ),
        {"build_output": "dist", "package_settings": True, "refuse_scripts": True},
    ),
    "container-build": (
        {"language": "python", "health_path": "/healthz", "python_install": "requirements"},
        {"language": "node", "health_path": "/healthz"},
        {"language": "python", "port": 0},
        {"image": "registry.example.org/acme/widgets"},
    ),
    "multi-stage-deployment": tuple(
        {"platform": platform, "stages": stages}
        for platform in ("kubernetes", "compose")
        for stages in ([], ["development"], ["staging"], ["development", "staging"])
    ),
    "pre-commit-security": (
        {"security_tab": False, "code_languages": ["go", "python"], "refused_licences": "AGPL-3.0-only"},
    ),
}
"""Answers that have to be given together, and such as no choice lists."""


def settings(name: str) -> dict[str, Any]:
    """Everything in a template's copier.yml."""
    read: dict[str, Any] = yaml.safe_load((FOLDER / name / "copier.yml").read_text("utf-8"))
    return read


def questions(name: str) -> dict[str, dict[str, Any]]:
    """The questions of a template, as copier.yml has them."""
    return {key: value for key, value in settings(name).items() if not key.startswith("_")}


def overlay(name: str) -> Overlay:
    """What a template's gitops-template.yml says."""
    return read_overlay((FOLDER / name / "gitops-template.yml").read_text("utf-8"), name)


def choices_of(question: Mapping[str, Any]) -> list[Any]:
    """What a question can be answered with, if that is listed."""
    if question["type"] == "bool":
        return [False, True]
    choices = question.get("choices", [])
    return list(choices.values()) if isinstance(choices, Mapping) else list(choices)


def variants(name: str) -> Iterator[Answers]:
    """No answers, those of a known repository, each choice alone, all of several, and pairs that matter."""
    yield {}
    yield {"repository": REPOSITORY}
    for key, question in questions(name).items():
        choices = choices_of(question)
        if question.get("multiselect"):
            yield {key: choices}
            yield from ({key: [choice]} for choice in choices)
        else:
            yield from ({key: choice} for choice in choices)
    yield from _MORE[name]


def copied(name: str, target: Path, answers: Answers) -> None:
    """Render a template into a folder, as somebody does who has copier and not us."""
    run_copy(
        str(FOLDER / name),
        target,
        data=dict(answers),
        defaults=True,
        quiet=True,
        exclude=["/gitops-template.yml"],
    )


def rendered(name: str, answers: Answers) -> dict[str, Content]:
    """The files that a template gives for these answers, for a repository called widgets."""
    with TemporaryDirectory() as folder:
        target = Path(folder, "widgets")
        copied(name, target, answers)
        return {
            path.relative_to(target).as_posix(): Content(path.read_bytes(), bool(path.stat().st_mode & 0o100))
            for path in sorted(target.rglob("*"))
            if path.is_file()
        }


@cache
def baseline() -> Files:
    """What the other templates stand on: the baseline of a known repository that has a licence."""
    return rendered("devops-baseline", {"repository": REPOSITORY, "licence": "MIT"})


@cache
def every(name: str) -> tuple[tuple[Answers, Files], ...]:
    """Each variant of a template with its files, of equal ones the first."""
    found: dict[tuple[tuple[str, Content], ...], Answers] = {}
    for answers in variants(name):
        found.setdefault(tuple(rendered(name, answers).items()), answers)
    return tuple((answers, dict(files)) for files, answers in found.items())


def of_a_known_repository(name: str) -> Files:
    """A template's files where nothing is answered and the repository is known."""
    return next(files for answers, files in every(name) if answers == {"repository": REPOSITORY})
