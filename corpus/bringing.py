"""The judges that come from registries, and the versions of all: the only part that uses the network."""

import os
import re
import subprocess
import sys
from importlib.metadata import version

from benchmarks.fetching import DEADLINE, program
from corpus.asking import JUDGES, run
from corpus.judges import (
    compose,
    dockerfiles,
    go_mod,
    pipfiles,
    poetry_projects,
    pre_commit,
    python_scripts,
    terraform_files,
)

PYTHON = (
    dockerfiles.PACKAGE,
    pre_commit.PACKAGE,
    poetry_projects.PACKAGE,
    go_mod.PACKAGE,
    pipfiles.PACKAGE,
    python_scripts.PACKAGE,
    terraform_files.PACKAGE,
)
NPM = (
    "@actions/workflow-parser@0.3.61",
    "@yarnpkg/parsers@3.1.0",
    "protobufjs@8.8.1",
    "jsonc-parser@3.3.1",
    "@apidevtools/swagger-parser@13.0.0",
    "@asyncapi/parser@3.6.6",
)


def bring() -> None:
    """Put every judge where :mod:`corpus.asking` finds it; no install script runs."""
    JUDGES.mkdir(parents=True, exist_ok=True)
    options = (
        "--ignore-scripts",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--silent",
        "--prefix",
        str(JUDGES),
    )
    _call("npm", "install", *options, *NPM)
    alone = ("--quiet", "--no-project", "--isolated", "--no-build", "--python", sys.executable)
    for package in PYTHON:
        _call("uv", "run", *alone, "--with", package, "python", "-c", "")


def _call(name: str, *arguments: str) -> None:
    subprocess.run([program(name), *arguments], check=True, timeout=DEADLINE, env=dict(os.environ))


def versions() -> dict[str, str]:
    """Every tool with its version."""
    asked = {
        "npm": ("npm", "--version"),
        "Node": ("node", "--version"),
        "cargo": ("cargo", "--version"),
        "git": ("git", "--version"),
        "Maven": ("mvn", "--version"),
        " ".join(compose.command()): (*compose.command(), "version"),
        "uv": ("uv", "--version"),
    }
    told = {f"`{name}`": _number(run(command).stdout) for name, command in asked.items()}
    told |= {f"`{name}`": version(name) for name in ("pip", "packaging")}
    return told | dict(_split(pin) for pin in (*PYTHON, *NPM))


def _number(said: str) -> str:
    found = re.search(r"\d+\.\d+(?:\.\d+)?", said)
    return found[0] if found else "?"


def _split(pin: str) -> tuple[str, str]:
    name, _, number = pin.replace("==", "@").rpartition("@")
    return f"`{name}`", number
