"""Keeps programs running: begins them in order, begins them again when they end, ends them together."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from gitops_assets.core.keeping import after_end
from resources.keeping import guardian

BEAT = 0.2
"""Seconds between two looks at whether all still run."""


@dataclass(frozen=True, slots=True)
class Program:
    """One that should always run, as a process group of its own."""

    name: str
    words: Sequence[str]
    environ: Mapping[str, str]
    before: Callable[[], None] = lambda: None
    """Done each time before it begins, with nothing left of the one before."""
    waits: Callable[[], bool] = lambda: False
    """Whether what it needs is not there yet."""
    grace: float = 6.0
    """Seconds between the request to end and the end."""
    last: bool = False
    """Ends after the others, which use it."""


class GaveUp(Exception):  # noqa: N818 - reads as the sentence it is
    """A program ends again and again; the message says which, and how."""


class _Kept:
    """A program, and the process that it is at the moment."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self.began = 0.0
        self.due = 0.0
        self.quick = 0

    def is_due(self) -> bool:
        return self.process is None and time.monotonic() >= self.due and not self.program.waits()


class Keeper:
    """Runs programs until it is told to stop; ``tell`` is what it says to people about them.

    ``held`` is a descriptor that stays open until the last of them is gone, even if this process is killed.
    """

    def __init__(
        self, programs: Sequence[Program], folder: Path, held: int, tell: Callable[[str], None]
    ) -> None:
        self._kept = [_Kept(each) for each in programs]
        self._folder = folder
        self._held = held
        self._tell = tell
        self._stop = threading.Event()
        self._hurry = threading.Event()
        self._guardian: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Until a signal asks for the end. Raises :class:`GaveUp` when one of them cannot be kept."""
        with self._listening():
            try:
                while not self._stop.is_set():
                    self._look()
                    self._stop.wait(BEAT)
            finally:
                self._end()

    def _look(self) -> None:
        if self._guardian is None or self._guardian.poll() is not None:
            self._guard()
        for kept in self._kept:
            if kept.process is not None and (code := kept.process.poll()) is not None:
                self._bury(kept, how(code))
            if kept.is_due():
                self._begin(kept)

    def _begin(self, kept: _Kept) -> None:
        kept.began = time.monotonic()
        try:
            kept.program.before()
            kept.process = subprocess.Popen(
                kept.program.words,
                cwd=self._folder,
                env=kept.program.environ,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again and told
            self._again(kept, f"could not begin ({type(error).__name__}: {error})")
            return
        self._guardian_hears("+", kept.process.pid)

    def _bury(self, kept: _Kept, ended: str) -> None:
        """Nothing of a program that ended stays: what it had begun would belong to nobody."""
        if kept.process is None:
            return
        guardian.told(kept.process.pid, signal.SIGKILL)
        self._guardian_hears("-", kept.process.pid)
        number, kept.process = kept.process.pid, None
        self._again(kept, f"(process {number}) {ended}")

    def _again(self, kept: _Kept, what: str) -> None:
        coming = after_end(kept.quick, time.monotonic() - kept.began)
        kept.quick = coming.quick
        if coming.pause is None:
            raise GaveUp(
                f"the {kept.program.name} {what}, {kept.quick} times in a row within a minute of its start"
            )
        kept.due = time.monotonic() + coming.pause
        self._tell(f"the {kept.program.name} {what}; it begins again in {coming.pause:g} s")

    def _end(self) -> None:
        for last in (False, True):
            some = [each for each in self._kept if each.process is not None and each.program.last is last]
            for each in some:
                self._ask(each)
            for each in some:
                self._wait(each)
        if self._guardian is not None and self._guardian.stdin is not None:
            with suppress(OSError):
                self._guardian.stdin.close()
            self._guardian.wait()

    def _ask(self, kept: _Kept) -> None:
        if kept.process is not None:
            kept.due = time.monotonic() + kept.program.grace
            guardian.told(kept.process.pid, signal.SIGTERM)

    def _wait(self, kept: _Kept) -> None:
        process = kept.process
        if process is None:
            return
        while process.poll() is None and time.monotonic() < kept.due and not self._hurry.is_set():
            time.sleep(0.05)
        if process.poll() is None:
            self._tell(
                f"the {kept.program.name} (process {process.pid}) did not end when asked; it is killed"
            )
        guardian.told(process.pid, signal.SIGKILL)
        process.wait()
        self._guardian_hears("-", process.pid)

    def _guard(self) -> None:
        self._guardian = subprocess.Popen(
            [sys.executable, "-I", guardian.__file__],
            cwd=self._folder,
            stdin=subprocess.PIPE,
            start_new_session=True,
            pass_fds=(self._held,),
        )
        for kept in self._kept:
            if kept.process is not None:
                self._guardian_hears("+", kept.process.pid)

    def _guardian_hears(self, sign: str, group: int) -> None:
        if self._guardian is not None and self._guardian.stdin is not None:
            # One that is gone is missed at the next beat, and its successor told everything.
            with suppress(OSError):
                self._guardian.stdin.write(f"{sign}{group}\n".encode())
                self._guardian.stdin.flush()

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Take signals, also those that a shell told its background jobs to ignore; but keep to ``nohup``."""
        wanted = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            wanted.append(signal.SIGHUP)
        before = {number: signal.signal(number, self._asked) for number in wanted}
        try:
            yield
        finally:
            for number, former in before.items():
                signal.signal(number, former)

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        if self._stop.is_set():
            self._hurry.set()
        self._stop.set()


def how(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
