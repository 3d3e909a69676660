"""What one would type instead: copier, installed with us, and cruft, in an environment of its own."""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from benchmarks.timing import CALM, Run, measure

CRUFT = "cruft==2.16.0"
_PATIENCE = 120
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada Sample",
    "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada Sample",
    "GIT_COMMITTER_EMAIL": "ada@example.com",
}
"""Nobody's settings: both tools make commits of their own somewhere."""


class Unavailable(Exception):  # noqa: N818 - reads as the sentence it is
    """A tool to compare with cannot be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program: how it is called, as what, and with what around it."""

    name: str
    version: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)

    def loop(self, words: Sequence[str], folder: Path, *, workers: int = 2) -> Run:
        """Call it once for each folder below ``folder``, for which ``REPO`` stands in ``words``.

        What a call finds it says with its exit code: that is no failure of the loop.
        """
        call = " ".join('"$1"' if word == "REPO" else shlex.quote(word) for word in (*self.command, *words))
        each = f"xargs -P {workers} -I % sh -c {shlex.quote(call + ' || true')} sh %"
        return measure(["sh", "-c", f"ls -d {shlex.quote(str(folder))}/* | {each}"], env=self.env)

    def call(
        self, words: Sequence[str], folder: Path, *, env: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """One call for one folder: its exit code and all that it said."""
        done = subprocess.run(
            [*self.command, *(str(folder) if word == "REPO" else word for word in words)],
            cwd=folder,
            env={**CALM, **self.env, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        return done.returncode, done.stdout if done.returncode == 0 else done.stdout + done.stderr


@cache
def copier() -> Peer:
    """The copier that renders our templates too."""
    program = Path(sys.executable).with_name("copier")
    command = [str(program)] if program.exists() else [sys.executable, "-m", "copier"]
    said = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True).stdout
    return Peer("copier", said.split()[-1], command, GIT)


@cache
def cruft() -> Peer:
    """cruft, installed where it is not yet. Raises :class:`Unavailable`."""
    place = Path(tempfile.gettempdir(), f"gitops-benchmarks-{CRUFT}")
    program = place / "bin" / "cruft"
    if not program.exists():
        steps = (
            [sys.executable, "-m", "venv", str(place)],
            [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", CRUFT],
        )
        for step in steps:
            done = subprocess.run(step, capture_output=True, text=True, check=False)
            if done.returncode:
                why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
                raise Unavailable(f"cruft cannot be installed: {why}")
    home = {"HOME": str(place), "PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    return Peer("cruft", CRUFT.partition("==")[2], [str(program)], {**GIT, **home})
