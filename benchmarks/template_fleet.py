"""One template in the two dialects that copier and cruft read, and small repositories for it.

The same files, the same two versions (``v1.0.0``, ``v2.0.0``), the same questions: whatever differs between
tools is then what they do.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from resources.sample_fleet.authoring import git

WORK = 1_790_000_000
QUESTIONS = {"project_name": "widgets", "python": "3.12"}
ANSWERS_FILE = "{{_copier_conf.answers_file}}.jinja"

FIRST: Mapping[str, str] = {
    ".gitignore": "__pycache__/\n*.pyc\n.venv/\ndist/\n",
    ".editorconfig": "root = true\n\n[*]\nindent_style = space\nindent_size = 4\nend_of_line = lf\n",
    ".github/workflows/ci.yml": (
        "# Run what everybody runs.\nname: CI\non:\n  push:\n    branches: [main]\njobs:\n  test:\n"
        "    runs-on: ubuntu-22.04\n    steps:\n      - uses: actions/checkout@v4\n"
        "      - run: make test PYTHON=@python@\n"
    ),
    "CONTRIBUTING.md": (
        "# Contributing to @project_name@\n\nOpen an issue first.\n\nRun `make test` before you push.\n\n"
        "One change a pull request.\n"
    ),
    "Makefile": "PYTHON = @python@\n\ntest:\n\tpytest\n\nlint:\n\truff check .\n",
    "scripts/release.sh": "#!/bin/sh\nset -e\npython -m build\n",
    "legacy.cfg": "[legacy]\nkeep = yes\n",
    "config/service.yml": "# How the service runs.\nservice:\n  workers: 2\n  timeout: 30\n",
}
"""Files of the first version; ``@name@`` stands for an answer."""

SECOND: Mapping[str, str] = {
    **{path: text for path, text in FIRST.items() if path != "legacy.cfg"},
    ".github/workflows/ci.yml": FIRST[".github/workflows/ci.yml"].replace("22.04", "24.04"),
    ".gitignore": FIRST[".gitignore"] + ".coverage\n",
    "config/service.yml": FIRST["config/service.yml"] + "  retries: 3\n",
    "CONTRIBUTING.md": FIRST["CONTRIBUTING.md"] + "\nBe kind.\n",
}

OVERLAY = """\
title: House rules
rules:
  - {path: .gitignore, merge: lines}
  - {path: config/service.yml, merge: yaml}
  - {path: scripts/release.sh, executable: true}
"""
EXECUTABLE = ".sh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One version of the template: its files, what it asks, and what lies beside the files that are rendered.

    ``copier`` and ``cookiecutter`` are such files for one dialect: tasks of one are hooks of the other.
    """

    files: Mapping[str, str]
    questions: Mapping[str, str] = field(default_factory=lambda: QUESTIONS)
    settings: str = ""
    cookiecutter: Mapping[str, str] = field(default_factory=dict)


VERSIONS: Mapping[str, Said] = {"v1.0.0": Said(files=FIRST), "v2.0.0": Said(files=SECOND)}


def copier_template(place: Path, versions: Mapping[str, Said] = VERSIONS) -> Path:
    """A template that copier and we read."""
    for tag, said in versions.items():
        rendered = {
            _named(path, "{{ %s }}", said) + ".jinja": _named(text, "{{ %s }}", said)
            for path, text in said.files.items()
        }
        own = {
            "copier.yml": settings(said.questions) + "_subdirectory: template\n" + said.settings,
            "gitops-template.yml": OVERLAY,
            f"template/{ANSWERS_FILE}": "{{ _copier_answers|to_nice_yaml -}}\n",
            **{f"template/{path}": text for path, text in rendered.items()},
        }
        _version(place, tag, own)
    return place


def cookiecutter_template(place: Path, versions: Mapping[str, Said] = VERSIONS) -> Path:
    """The same for cookiecutter, which cruft keeps up to date."""
    how = "{{cookiecutter.%s}}"
    for tag, said in versions.items():
        top = how % "project_name"
        own = {
            "cookiecutter.json": json.dumps(said.questions, indent=1),
            **{
                f"{top}/{_named(path, how, said)}": _named(text, how, said)
                for path, text in said.files.items()
            },
            **said.cookiecutter,
        }
        _version(place, tag, own)
    return place


def settings(questions: Mapping[str, str]) -> str:
    """The questions of a copier template, each with its default."""
    return "".join(f'{name}:\n  type: str\n  default: "{value}"\n' for name, value in questions.items())


def repository(place: Path, files: Mapping[str, str]) -> Path:
    """A repository with one commit of these files."""
    write(place, files)
    git(place, "init", "--quiet", at=WORK)
    return commit(place, "Begin")


def repositories(folder: Path, count: int) -> list[Path]:
    """That many small ones, no two alike."""
    first = repository(folder / "repository-000", _project(0))
    places = [first]
    for number in range(1, count):
        place = folder / f"repository-{number:03}"
        shutil.copytree(first, place)
        write(place, _project(number))
        places.append(commit(place, "Be another"))
    return places


def commit(place: Path, message: str) -> Path:
    """Everything that lies there."""
    git(place, "add", "--all", at=WORK)
    git(place, "commit", "--quiet", "--allow-empty", "--message", message, at=WORK)
    return place


def write(place: Path, files: Mapping[str, str]) -> None:
    """Write files as they are said, scripts executable; newlines stay what they are."""
    for path, text in files.items():
        target = place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
        if path.endswith((EXECUTABLE, f"{EXECUTABLE}.jinja")):
            target.chmod(0o755)


def _project(number: int) -> dict[str, str]:
    modules = {
        f"src/part{part}.py": f'"""Part {part} of {number}."""\n\nVALUE = {number}\n' for part in range(20)
    }
    return {
        "README.md": f"# Project {number}\n",
        "pyproject.toml": f'[project]\nname = "p{number}"\n',
        **modules,
    }


def _version(place: Path, tag: str, files: Mapping[str, str]) -> None:
    """The files of one version and no others, committed and tagged."""
    if (place / ".git").exists():
        git(place, "rm", "-r", "--quiet", ".", at=WORK)
    else:
        place.mkdir(parents=True)
        git(place, "init", "--quiet", at=WORK)
    write(place, files)
    commit(place, f"Say {tag}")
    git(place, "tag", tag, at=WORK)


def _named(text: str, how: str, said: Said) -> str:
    """A text with its blanks as a dialect writes them."""
    for name in said.questions:
        text = text.replace(f"@{name}@", how % name)
    return text
