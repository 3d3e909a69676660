"""Programs are kept running, told of, and ended together, however their keeper ends."""

import fcntl
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gitops_assets.core.keeping import LONGEST_PAUSE, MOST, Next, after_end
from resources.keeping.keeper import how

DRIVER = str(Path(__file__).with_name("driver.py"))
DEADLINE = 20.0
Kept = subprocess.Popen[str]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., Kept]]:
    """Start a keeper; what is left of it when a test ends is killed."""
    all_started: list[Kept] = []

    def start(*third: str, before: Callable[[], None] | None = None) -> Kept:
        words = [sys.executable, DRIVER, str(tmp_path), *third]
        begun = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, preexec_fn=before)  # noqa: PLW1509 - one thread
        all_started.append(begun)
        return begun

    yield start
    for each in all_started:
        each.kill()
        each.wait()
        if each.stdout is not None:
            each.stdout.close()


def heard(keeper: Kept, word: str) -> list[str]:
    """The words of the next line that begins with that one."""
    assert keeper.stdout is not None
    for line in keeper.stdout:
        if line.startswith(word):
            return line.split()
    raise AssertionError(word)


def both(keeper: Kept) -> list[int]:
    """The processes of both programs and of what they began."""
    assert keeper.stdout is not None
    found: dict[str, list[int]] = {}
    while len(found) < 2:
        name, *numbers = keeper.stdout.readline().split()
        if name in {"first", "second"}:
            found[name] = [int(each) for each in numbers]
    return [*found["first"], *found["second"]]


def is_alive(number: int) -> bool:
    try:
        stat = Path(f"/proc/{number}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def until_gone(numbers: list[int]) -> None:
    deadline = time.monotonic() + DEADLINE
    while any(is_alive(each) for each in numbers):
        assert time.monotonic() < deadline, "something was left over"
        time.sleep(0.02)


def ignore_interrupts() -> None:
    """What a shell does with a job in its background."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_job_in_the_background_of_a_shell_ends_when_told_and_takes_everything_with_it(
    started: Callable[..., Kept], number: signal.Signals
) -> None:
    keeper = started(before=ignore_interrupts)
    processes = both(keeper)
    keeper.send_signal(number)
    assert keeper.wait(DEADLINE) == 0
    until_gone(processes)


def test_it_ends_when_its_terminal_goes(started: Callable[..., Kept]) -> None:
    master, terminal = pty.openpty()

    def into_terminal() -> None:
        os.setsid()
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)

    keeper = started(before=into_terminal)
    processes = both(keeper)
    os.close(terminal)
    os.close(master)
    assert keeper.wait(DEADLINE) == 0
    until_gone(processes)


def test_who_asked_for_nohup_gets_it(started: Callable[..., Kept]) -> None:
    keeper = started(before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN) and None)
    both(keeper)
    keeper.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    assert keeper.poll() is None
    keeper.terminate()
    assert keeper.wait(DEADLINE) == 0


def test_what_dies_begins_again_and_what_it_had_begun_goes_with_it(started: Callable[..., Kept]) -> None:
    keeper = started()
    processes = both(keeper)
    os.kill(processes[0], signal.SIGKILL)
    told = " ".join(heard(keeper, "told the first"))
    assert told == f"told the first (process {processes[0]}) was ended by SIGKILL; it begins again in 1 s"
    until_gone(processes[:2])
    _, again, _ = heard(keeper, "first")
    assert is_alive(int(again))
    assert is_alive(processes[2])


def test_what_dies_again_and_again_is_given_up_with_everything_else(started: Callable[..., Kept]) -> None:
    keeper = started(sys.executable, "-c", "import sys; sys.exit(7)")
    processes = both(keeper)
    out, _ = keeper.communicate(timeout=40)
    assert keeper.returncode == 3
    last = out.splitlines()[-1]
    assert "ended with exit code 7, 5 times in a row" in last
    until_gone(processes)


def test_what_cannot_begin_is_given_up_too(started: Callable[..., Kept], tmp_path: Path) -> None:
    keeper = started(str(tmp_path / "no-such-program"))
    out, _ = keeper.communicate(timeout=40)
    assert keeper.returncode == 3
    assert "the third could not begin (FileNotFoundError" in out


def test_what_does_not_end_when_asked_is_killed(started: Callable[..., Kept]) -> None:
    deaf = (
        "import signal, time; signal.signal(15, signal.SIG_IGN); print('third', flush=True); time.sleep(99)"
    )
    keeper = started(sys.executable, "-c", deaf)
    heard(keeper, "third")
    keeper.terminate()
    out, _ = keeper.communicate(timeout=DEADLINE)
    assert keeper.returncode == 0
    assert "the third (process " in out
    assert "did not end when asked; it is killed" in out


def test_a_second_one_is_refused_and_told_who_runs(started: Callable[..., Kept]) -> None:
    keeper = started()
    heard(keeper, "told held")
    second = started()
    out, _ = second.communicate(timeout=DEADLINE)
    assert second.returncode == 3
    assert f"process {keeper.pid}, since 20" in out
    assert f"UI at http://127.0.0.1:3000; use that one, end it with `kill {keeper.pid}`" in out


def test_of_one_that_was_killed_nothing_is_left_and_the_next_takes_over(started: Callable[..., Kept]) -> None:
    keeper = started()
    processes = both(keeper)
    keeper.kill()
    after = started()
    heard(after, "told held")
    assert [each for each in processes if is_alive(each)] == []
    both(after)
    after.terminate()
    assert after.wait(DEADLINE) == 0


def test_a_guardian_that_is_killed_is_replaced_by_one_that_knows_everything(
    started: Callable[..., Kept],
) -> None:
    keeper = started()
    processes = both(keeper)
    children = Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children")
    (guardian,) = (int(each) for each in children.read_text().split() if int(each) not in processes)
    os.kill(guardian, signal.SIGKILL)
    until_gone([guardian])
    time.sleep(0.6)
    keeper.kill()
    until_gone(processes)


def test_pauses_grow_and_who_ran_for_long_begins_with_short_ones() -> None:
    quick, pauses = 0, []
    for _ in range(MOST):
        coming = after_end(quick, 3.0)
        quick = coming.quick
        pauses.append(coming.pause)
    assert pauses == [1.0, 2.0, 4.0, 8.0, None]
    assert max(pause for pause in pauses if pause is not None) <= LONGEST_PAUSE
    assert after_end(MOST - 1, 3_600.0) == Next(0, 1.0)


def test_how_it_ended_is_said_in_words() -> None:
    assert how(0) == "ended with exit code 0"
    assert how(-9) == "was ended by SIGKILL"
    assert how(-99) == "was ended by signal 99"
