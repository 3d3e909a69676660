"""Progress of an audit: a bar a phase on a terminal, a line in a log, an object for machines."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from resources.progress import Progress, Silent


class Lines:
    """One line when a phase ends; for logs, where a bar would be noise."""

    @contextmanager
    def phase(self, title: str, total: int) -> Iterator[Callable[[], None]]:
        """Time the phase and say so."""
        begun = time.perf_counter()
        yield lambda: None
        count = f" {total:,}" if total > 1 else ""
        click.echo(f"{title}:{count} in {time.perf_counter() - begun:.1f} s", err=True)


@dataclass(frozen=True, slots=True)
class JsonLines:
    """One JSON object when a phase ends, with the run that ties it to Dagster's events and the store."""

    run_id: str

    @contextmanager
    def phase(self, title: str, total: int) -> Iterator[Callable[[], None]]:
        """Time the phase and say so, also when it fails."""
        begun = time.perf_counter()
        outcome = "failed"
        try:
            yield lambda: None
            outcome = "done"
        finally:
            entry = {
                "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "level": "info" if outcome == "done" else "error",
                "event": "phase",
                "phase": title,
                "outcome": outcome,
                "count": total,
                "seconds": round(time.perf_counter() - begun, 3),
                "run_id": self.run_id,
            }
            click.echo(json.dumps(entry), err=True)


class Bars:
    """One bar for each phase, kept on the screen when it is full."""

    @contextmanager
    def phase(self, title: str, total: int) -> Iterator[Callable[[], None]]:
        """Show a bar until the phase ends."""
        bars = RichProgress(
            TextColumn("{task.description:<26}"),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        with bars:
            task = bars.add_task(title, total=total)
            yield lambda: bars.advance(task)
            bars.update(task, completed=total)


def listener(run_id: str, *, log: str, quiet: bool) -> Progress:
    """Whatever suits where the output goes: ``log`` is json or text."""
    if log == "json":
        return JsonLines(run_id)
    if quiet:
        return Silent()
    return Bars() if sys.stderr.isatty() else Lines()
