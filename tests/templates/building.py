"""Templates for the tests: folders, and repositories whose tags are versions."""

from collections.abc import Mapping
from pathlib import Path

from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.fleet.loading import parse_fleet
from resources.home import Home, find_home
from resources.templates.catalogue import Catalogue

COPIER = """\
project_name:
  type: str
  help: How is it called?
python:
  type: str
  default: "3.12"
  choices: ["3.11", "3.12"]
"""
SMALL: Mapping[str, str] = {
    "copier.yml": COPIER,
    "gitops-template.yml": "title: Small\nrules:\n  - {path: .gitignore, merge: lines}\n",
    "README.md.jinja": "# {{ project_name }}\n\nPython {{ python }}.\n",
    ".gitignore": "build/\n",
    "scripts/run.sh": "#!/bin/sh\n",
}
"""A template with a question that must be answered and one that need not be."""


def folder(path: Path, files: Mapping[str, str] = SMALL) -> Path:
    """A folder with these files; scripts are executable."""
    for name, text in files.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        target.chmod(0o755 if name.endswith(".sh") else 0o644)
    return path


def home_at(path: Path) -> Home:
    return find_home({"GITOPS_HOME": str(path)})


def catalogue(path: Path, text: str = "") -> Catalogue:
    """The catalogue of a fleet whose file lies in ``path``."""
    fleet = parse_fleet(text, ()) if text else Fleet()
    return Catalogue(fleet, home_at(path / "home"), folder=path)
