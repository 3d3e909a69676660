"""Progress of an audit: a bar a phase on a terminal, a line a phase in a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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


class Bars:
    """One bar for each phase, kept on the screen when it is full."""

    def __init__(self) -> None:
        self._bars = RichProgress(
            TextColumn("{task.description:<26}"),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )

    @contextmanager
    def phase(self, title: str, total: int) -> Iterator[Callable[[], None]]:
        """Show a bar until the phase ends."""
        with self._bars:
            task = self._bars.add_task(title, total=total)
            yield lambda: self._bars.advance(task)
            self._bars.update(task, completed=total)


def listener(*, quiet: bool) -> Progress:
    """Whatever suits where the output goes."""
    if quiet:
        return Silent()
    return Bars() if sys.stderr.isatty() else Lines()
