"""What ``graph``, ``impact`` and ``conflicts`` share: which fleet, and what of it could not be read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from string import hexdigits
from typing import TypeVar

import click

from gitops_assets.core.dependencies.graph.model import Level, Member
from gitops_assets.core.text import display

F = TypeVar("F", bound=Callable[..., object])

COLOURS = {Level.CRITICAL: "red", Level.HIGH: "red", Level.MEDIUM: "yellow"}
LONGEST = 40
"""Characters of a constraint before it is cut."""
HASH, DIGITS = 40, 10
"""Digits of a full commit hash, and how many of them are shown."""
ROWS = 200
"""Lines of a table before the rest is only counted."""

_AS_OF = (
    "What the store knew then: an audit's number, a date (2026-11-21: the end of that day, UTC) or a moment."
)


def fleet_options(command: F) -> F:
    """ROOT…, --fleet and --as-of."""
    options = (
        click.argument("roots", nargs=-1, type=click.Path(path_type=bytes), metavar="[ROOT]..."),
        click.option("--fleet", "file", type=click.Path(), metavar="FILE", help="The fleet's configuration."),
        click.option("--as-of", metavar="WHEN", help=_AS_OF),
    )
    for option in reversed(options):
        command = option(command)
    return command


def styled(level: Level) -> str:
    """The level in its colour."""
    return click.style(level, fg=COLOURS[level]) if level in COLOURS else click.style(level, dim=True)


def many(count: int, noun: str, plural: str | None = None) -> str:
    """``1 edge``, ``2 edges``, ``1,024 repositories``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def repositories(count: int) -> str:
    """``1 repository``, ``2 repositories``."""
    return many(count, "repository", "repositories")


def demand(constraint: str | None, resolved: str | None) -> str:
    """``^4.0``, ``^4.0 = 4.2.1``, ``4.2.1``, ``v6``; long ones and full commit hashes are cut."""
    wanted, got = short(constraint or ""), short(resolved or "")
    if not wanted or wanted.lstrip("=") == got:
        return got
    return f"{wanted} = {got}" if got else wanted


def short(version: str) -> str:
    """A version as a person compares it: of a digest or commit hash the first digits."""
    kind, mark, digits = version.rpartition(":")
    if len(digits) >= HASH and all(each in hexdigits for each in digits):
        return f"{kind}{mark}{digits[:DIGITS]}"
    return version if len(version) <= LONGEST else f"{version[: LONGEST - 1]}…"


def cut(lines: Sequence[str], most: int = ROWS) -> Iterator[str]:
    """The first lines, and how many more there are."""
    yield from lines[:most]
    if len(lines) > most:
        yield click.style(f"… and {len(lines) - most:,} more; --json has all of them", dim=True)


def warn_of_unread(members: Iterable[Member]) -> None:
    """The same on the error stream, beside a document or a drawing that has no place for it."""
    for line in unread(members):
        click.echo(f"gitops-assets: {line}", err=True)


def unread(members: Iterable[Member]) -> Iterator[str]:
    """What the answer does not know: files that were skipped, repositories that could not be read."""
    known = [member.known for member in members if member.present]
    skipped = [(each.slug, file) for each in known for file in each.skipped]
    if skipped:
        slug, file = skipped[0]
        place = f"{display(slug)} {display(file.path)}:{file.line} {display(file.reason)}"
        yield f"Not read: {many(len(skipped), 'file')}, the first one {place}."
    blind = [each for each in known if each.unknown]
    if blind:
        first = f"{display(blind[0].slug)}: {display(blind[0].unknown or '')}"
        yield f"As known before, not as it is: {repositories(len(blind))}, the first one {first}."
