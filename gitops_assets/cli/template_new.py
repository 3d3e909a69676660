"""``gitops-assets template new``: a template to begin with."""

from pathlib import Path

import click

from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.core.text import display

_SKELETON = {
    "copier.yml": """\
# The questions of this template: https://copier.readthedocs.io/en/stable/configuring/
project_name:
  type: str
  help: What is the project called?
  default: "{{ repository.name }}"

python_version:
  type: str
  help: Which Python does it run on?
  default: "3.12"
  choices: ["3.11", "3.12", "3.13"]

# Files of the template itself lie in a folder of their own.
_subdirectory: template
""",
    "gitops-template.yml": """\
title: {name}
description: What every repository of ours should have.

# How files meet those that are there. The most precise rule counts; without one: three-way by lines.
rules:
  - {{path: .gitignore, merge: lines}} # the user's lines stay
  - {{path: README.md, merge: once}} # written where it is missing, never touched again
  - {{path: .editorconfig, weight: 0.5}} # counts half in compliance

# What must be there whoever wrote it.
required_files: [README.md, LICENSE]
required_folders: []
""",
    "template/README.md.jinja": """\
# {{ project_name }}

Runs on Python {{ python_version }}.
""",
    "template/.gitignore": ".venv/\n__pycache__/\n",
    "template/.editorconfig": """\
root = true

[*]
charset = utf-8
end_of_line = lf
insert_final_newline = true
""",
}
_NAMED = "gitops-template.yml"


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Write a small template that works into FOLDER, to be changed into yours.

    Exit codes: 0 fine, 2 there is something already, 3 it cannot be written.
    """
    with told():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Stop(Exit.USAGE, f"{display(str(folder))} is there and not empty; name a new folder.")
        try:
            for name, text in _SKELETON.items():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text.format(name=_title(folder)) if name == _NAMED else text, "utf-8")
        except OSError as error:
            raise Stop(
                Exit.BROKEN,
                f"{display(str(folder))} cannot be written: {error.strerror}; name a folder that can.",
            ) from None
    click.echo(
        f"Wrote {len(_SKELETON)} files. Try it: gitops-assets template validate {display(str(folder))}"
    )
    return Exit.FINE


def _title(folder: Path) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in folder.absolute().name).split()
    return " ".join(words).capitalize() or "Template"
