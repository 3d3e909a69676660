"""The traps are real: a plain git command, as a user would type it, springs each of them."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.hostile import EXECUTING, HANGING, HOSTILE, Builder

PATIENCE = 0.4


def plain_git(repository: Path, *arguments: str, timeout: float = 20) -> None:
    """Git with nothing switched off but this machine's own configuration."""
    env = {"PATH": os.environ["PATH"], "HOME": str(repository.parent), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(
        ["git", *arguments],
        cwd=repository,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=timeout,
    )


def name(builder: Builder) -> str:
    return builder.__name__


@pytest.mark.parametrize("build", EXECUTING, ids=name)
def test_a_plain_command_springs_the_trap(build: Builder, tmp_path: Path) -> None:
    canary = tmp_path / "the canary"
    repository = build(tmp_path / "repository", canary)
    assert not canary.exists()
    plain_git(repository, *EXECUTING[build])
    assert canary.exists()


@pytest.mark.parametrize("build", HANGING, ids=name)
def test_a_plain_status_waits_for_ever(build: Builder, tmp_path: Path) -> None:
    repository = build(tmp_path / "repository", tmp_path / "canary")
    with pytest.raises(subprocess.TimeoutExpired):
        plain_git(repository, "status", timeout=PATIENCE)


def test_builders_are_listed_once() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE)
