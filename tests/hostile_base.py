"""What hostile repositories are made from: an innocent one, and ways to write its configuration."""

import os
import shlex
from pathlib import Path

from resources.sample_fleet.authoring import git

AT = 1_790_000_000


def innocent(folder: Path) -> Path:
    """An innocent repository with three files, one commit and a remote that does not exist."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", at=AT)
    for name in ("README.md", "one.txt", "two.bin"):
        (folder / name).write_text(f"this is {name}\n")
    git(folder, "add", ".", at=AT)
    git(folder, "commit", "--quiet", "-m", "Look innocent", at=AT)
    git(folder, "remote", "add", "origin", f"https://127.0.0.1:9/acme/{folder.name}.git", at=AT)
    return folder


def configure(repository: Path, *lines: str, file: str = "config") -> None:
    with (repository / ".git" / file).open("a") as config:
        config.write("\n".join(lines) + "\n")


def quoted(command: str) -> str:
    """A command as a configuration value."""
    escaped = command.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def touch(canary: Path) -> str:
    return f"touch {shlex.quote(str(canary))}"


def write_program(repository: Path, canary: Path) -> str:
    """An executable inside the repository, for settings that name a file rather than a command line."""
    program = repository / ".git" / "program"
    program.write_text(f"#!/bin/sh\n{touch(canary)}\n")
    program.chmod(0o755)
    return str(program)


def look_changed(repository: Path) -> None:
    """Same size, other time: git must read the files, through their filters, to know."""
    for path in repository.glob("*.*"):
        if path.is_file():
            os.utime(path, (AT, AT))


def attributes(repository: Path, *lines: str) -> None:
    (repository / ".gitattributes").write_text("\n".join(lines) + "\n")
    git(repository, "add", ".gitattributes", at=AT)
    git(repository, "commit", "--quiet", "-m", "Say how files are treated", at=AT)
