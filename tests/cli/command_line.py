"""Calling gitops-assets as a person would: in this process where that is enough, as a program where not."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gitops_assets.assets import ASSETS, CHECKS, material
from gitops_assets.assets.gate_results import every_gate_passes
from gitops_assets.assets.report_models import report_models
from gitops_assets.cli import audit, audit_run
from gitops_assets.cli.main import main
from resources.home import Home, prepare
from resources.instance import open_instance
from resources.store.store import Store

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "gitops_assets.cli.main")


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401 - JSON has no narrower type
        return json.loads(self.out)

    def told(self, code: int, *beats: str, after: str | None = None) -> None:
        """It failed with this code and one message in which these beats follow each other: no traceback.

        Nothing else was said, unless it failed ``after`` it had told something.
        """
        assert self.code == code, self.err
        assert self.out == "" if after is None else after in self.out
        assert "Traceback" not in self.err
        _, found, message = self.err.partition("gitops-assets: ")
        assert found, self.err
        place = -1
        for beat in beats:
            place = message.find(beat, place + 1)
            assert place >= 0, (beat, message)


def gitops(*arguments: str | Path) -> Done:
    """Call the command line in this process, on the home that the environment names."""
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2)]
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]), pytest.raises(SystemExit) as ended:
        main([str(each) for each in arguments])
    out, err = (_content(stream) for stream in streams)
    assert isinstance(ended.value.code, int)
    return Done(ended.value.code, out, err)


def _content(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def make_home(folder: Path) -> Home:
    """A home on which nothing was done but making it, which takes longer than a small audit."""
    home = Home(folder, f"sqlite:///{folder / 'store.db'}")
    prepare(home)
    with pytest.MonkeyPatch.context() as patch, Store.open(home.store_url) as store:
        patch.setenv("DAGSTER_HOME", str(home.dagster))
        store.migrate()
        with open_instance(home):
            pass
    return home


@contextmanager
def homes_like(made: Home) -> Iterator[None]:
    """Let audits of this process begin a home that does not exist with a copy of one that was made.

    They leave out the checks of single gates, a hundred steps that no report shows, and the SQL models, whose
    tables none of these tests looks at.
    """

    def prepared(home: Home) -> None:
        if not home.path.exists():
            shutil.copytree(made.path, home.path, ignore=lambda *_: ["dagster.yaml"])
        prepare(home)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit_run, "prepare", prepared)
        patch.setattr(audit_run, "CHECKS", [each for each in CHECKS if each is not every_gate_passes])
        patch.setattr(audit_run, "ASSETS", [each for each in ASSETS if each is not report_models])
        patch.setattr(material, "computed", lambda *_: SimpleNamespace(tables={}, tests=(), faults=()))
        yield


def started(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """The command line as a program of its own, leader of a process group as in a terminal."""
    return started_as(PROGRAM, *arguments, environment=environment)


def started_as(
    program: Sequence[str], *arguments: str | Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """The same, called in another way."""
    return subprocess.Popen(
        [*program, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )


def finished(process: subprocess.Popen[str], seconds: float = 30) -> Done:
    """Wait for the program; what does not end in time is killed."""
    try:
        out, err = process.communicate(timeout=seconds)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    return Done(process.returncode, out, err)


def program(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> Done:
    """Run the command line as a program to its end."""
    return finished(started(*arguments, environment=environment))


def changes(done: Done) -> set[tuple[str, str]]:
    """The changes of a ``--json`` document: whose, and what kind."""
    return {(each["slug"], each["kind"]) for each in done.document["changes"]}


class Interference:
    """Progress that does something when a phase begins, once."""

    def __init__(self, act: Callable[[], object], phase: str) -> None:
        self._acts = [act]
        self._phase = phase

    @contextmanager
    def phase(self, title: str, _total: int) -> Iterator[Callable[[], None]]:
        while self._acts and title == self._phase:
            self._acts.pop()()
        yield lambda: None


def before_it_looks(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], phase: str = "Looking at repositories"
) -> None:
    """Act once repositories were found and before they are looked at, or before another phase."""
    interference = Interference(act, phase)
    monkeypatch.setattr(audit, "listener", lambda *_, **__: interference)
