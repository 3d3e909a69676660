"""A letter as Markdown, for comments, checks and whatever else reads it.

What strangers named stands escaped: it formats nothing, calls nobody (``@name``), links to no issue (``#1``).
"""

import re
from collections.abc import Iterable, Iterator

from gitops_assets.core.notifications.letter import Letter, Told
from gitops_assets.core.text import display

MOST_LISTED = 50
"""Events that a message lists; a reader opens the report for more."""

SIGNS = {"critical": "🔴", "high": "🔴", "medium": "🟡", "low": "🟡", "info": "⚪"}
DONE = "🟢"

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~-])")
_CALLS = re.compile(r"([@#])(?=\w)")
_ZERO_WIDTH = "\u200b"


def markdown_of(letter: Letter) -> str:
    """A heading, then one line an event, at most :data:`MOST_LISTED`."""
    return "\n".join((f"### {escaped(letter.title)}", "", *markdown_lines(letter), ""))


def markdown_lines(letter: Letter) -> Iterator[str]:
    """One list item an event, the remedy below it."""
    for event in letter.events[:MOST_LISTED]:
        yield f"- {sign_of(event)} {escaped(event.title)}"
        remedy = event.detail("remedy")
        if remedy and event.opens:
            yield f"  {escaped(remedy)}"
    yield from (f"- {line}" for line in left_out(letter, MOST_LISTED))


def left_out(letter: Letter, listed: int) -> Iterable[str]:
    """What a message that lists so many events does not show, in words."""
    more = max(0, len(letter.events) - listed) + letter.omitted
    if more:
        yield f"and {more} more"
    if letter.settled:
        yield f"{letter.settled} came and went meanwhile"


def sign_of(event: Told) -> str:
    """A coloured dot: how bad it is, green for what is mended."""
    if event.closes or event.kind in {"gate.passed", "run.recovered"}:
        return DONE
    return SIGNS[event.severity.value] if event.severity else "⚪"


def escaped(text: str) -> str:
    """Untrusted text on one line of Markdown."""
    called = _CALLS.sub(rf"\1{_ZERO_WIDTH}", display(text))
    # A line that begins with a slash is a command to GitLab: /close.
    guarded = _ZERO_WIDTH + called if called.startswith("/") else called
    return _SPECIAL.sub(r"\\\1", guarded)


def code(text: str) -> str:
    """Untrusted text as a code span, which formats, calls and links nothing."""
    return f"`{display(text).replace('`', chr(39))}`"
