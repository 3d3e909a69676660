"""Keys that stand twice in one mapping: the reader is told that only the last one counts."""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Skipped
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.text import display

TOLD = 20
"""Repetitions of one text that are told one by one."""


def repeats(path: str, *documents: Located) -> Iterator[Skipped]:
    """One row for each key of these documents of a file that was overwritten by a later one."""
    every = [each for located in documents for each in located.repeated]
    for key, line in every[:TOLD]:
        reason = f"has the key {display(key[:80])!r} twice; the last one counts"
        yield Skipped(path=path, line=line, reason=reason)
    if len(every) > TOLD:
        reason = f"has {len(every) - TOLD:,} more keys twice; the last one counts"
        yield Skipped(path=path, line=every[TOLD][1], reason=reason)
