"""Run commands in turn, measure each, and show medians: machines are noisy, ratios of one run less so."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CALM = {
    name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITOPS_", "DAGSTER_"))
}
BROKEN = 2
"""Exit codes from here on are failures; 1 says that something was found."""


@dataclass(frozen=True, slots=True)
class Run:
    """One command: wall seconds, the peak memory (MB) of its largest process, seconds of the processor."""

    seconds: float
    peak: float
    cpu: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; ``reach`` is what it must reach, in words."""

    what: str
    measured: str
    reach: str = ""
    reached: bool | None = None


def measure(command: Sequence[str], *, env: Mapping[str, str] | None = None, feed: bytes = b"") -> Run:
    """Run a command with its output thrown away; stops the benchmark when it breaks."""
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        env={**CALM, **(env or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdin is not None
        assert child.stderr is not None
        child.stdin.write(feed)
        child.stdin.close()
        said = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode < 0 or child.returncode >= BROKEN:
        last = said.decode("utf-8", "replace").strip().splitlines()[-5:]
        raise SystemExit(f"{' '.join(command[:6])} … exited with {child.returncode}: " + "\n".join(last))
    most = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return Run(seconds, most, usage.ru_utime + usage.ru_stime)


def in_turn(contenders: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, list[Run]]:
    """Every contender once per round, so that a noisy minute hits all; a first round only warms up."""
    runs: dict[str, list[Run]] = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name, contender in contenders.items():
            run = contender()
            if turn:
                runs[name].append(run)
    return runs


def seconds(runs: Iterable[Run]) -> float:
    """The median."""
    return statistics.median(run.seconds for run in runs)


def peak(runs: Iterable[Run]) -> float:
    """The worst, in MB."""
    return max(run.peak for run in runs)


def ratio(what: str, over: float, under: float, *, at_most: float) -> Row:
    """``over / under`` against what it may be at most."""
    value = over / under
    return Row(what, f"{value:.2f} times", f"≤ {at_most:g} times", value <= at_most)


def limit(what: str, value: float, unit: str, *, at_most: float) -> Row:
    """A figure against what it may be at most."""
    shown = f"{value:.2f}" if value < BROKEN * 5 else f"{value:.0f}"
    return Row(what, f"{shown} {unit}", f"≤ {at_most:g} {unit}", value <= at_most)


def table(title: str, rows: Iterable[Row]) -> str:
    """Markdown: what, measured, must reach, reached."""
    words = {True: "yes", False: "**no**", None: ""}
    lines = [f"### {title}", "", "| what | measured | must reach | reached |", "|---|--:|--:|---|"]
    lines += [f"| {row.what} | {row.measured} | {row.reach} | {words[row.reached]} |" for row in rows]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """What the figures depend on, without saying whose machine it is."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} cores, {platform.system()} {platform.machine()}, {git}, Python {platform.python_version()}"
    )


def product(*arguments: str) -> list[str]:
    """The command line of the product: as installed, or from this source tree."""
    installed = Path(sys.executable).with_name("gitops-assets")
    start = [str(installed)] if installed.exists() else [sys.executable, "-m", "gitops_assets.cli.main"]
    return [*start, *arguments]
