"""The report as GitHub-flavoured Markdown: for pull requests, job summaries, wikis and mail."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from jinja2 import Environment
from markupsafe import Markup

from exporters.model import Exporter, of_report
from exporters.parts import charts_mermaid, following, grades, words
from exporters.parts.fitting import Room, fitted
from exporters.parts.tasks import tasks
from exporters.parts.templating import environment
from exporters.parts.text import clip
from exporters.parts.view import view
from exporters.parts.words import UNKNOWN
from gitops_assets.core.dependencies.graph.drawings.mermaid import mermaid
from gitops_assets.core.report import Report
from gitops_assets.core.text import display
from gitops_assets.core.times import iso

T = TypeVar("T")

LIMIT = 200
"""Rows of any one table or list; forges cut a long file off without saying so, this says so."""

SIZE = 1_000_000
"""Bytes of the file: a job summary takes 1 MiB (GitHub documentation, "Adding a job summary")."""

ROOMS = (Room(LIMIT, 4_000), Room(100, 2_000), Room(50, 1_000), Room(20, 400), Room(5, 200), Room(1, 100))
"""What is tried in this order until the file is small enough."""

LIMITS = {"arrow_limit": 60, "cycle_limit": 20, "conflict_limit": 100, "package_limit": 50}
"""Rows of the section on dependencies. Forges refuse a picture of more than 500 arrows; 60 can be read."""

_SPECIAL = re.compile(
    r"[\\`*_\[\]~$^]|(?P<entity>[<>&|]|:(?=//)|(?<=www)\.)|(?P<mention>[@#](?=\w))", re.IGNORECASE
)
_TAME = re.compile(r"[\w ./:=,+@%~^{}()#!?'\"-]+", re.ASCII)
_NOT_A_LETTER = re.compile(r"[^\w .-]|_")
_BACKTICKS = re.compile(r"`+")


def escape(text: str) -> str:
    """Text as text: no emphasis, link, table border, HTML, or mention that notifies somebody.

    An entity breaks an autolink (GFM section 6.9), a zero-width space breaks a mention.
    """
    return _SPECIAL.sub(_quoted, display(text))


def span(text: str) -> Markup:
    """A code span that its content cannot end (CommonMark 0.31 section 6.1); not for tables."""
    text = display(text)
    if not text:
        return Markup.escape(UNKNOWN)
    fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(text)), default=0))
    # A span of nothing but spaces keeps them all; any other loses one at each end.
    pad = " " if text.strip(" ") and (text[0] in "` " or text[-1] in "` ") else ""
    return Markup(f"{fence}{pad}{text}{pad}{fence}")  # noqa: S704 - the fence is longer than any in the text


def cell(text: str) -> Markup:
    r"""Code that is safe in a table too.

    Table parsers disagree on ``\\|`` inside a code span, so a text with anything unusual in it is written as
    HTML code with entities, which all of them read alike.
    """
    text = display(text)
    if text in {"", UNKNOWN}:
        return Markup.escape(UNKNOWN)
    if text.strip() == text and _TAME.fullmatch(text):
        return Markup(f"`{text}`")  # noqa: S704 - nothing in it can end the span or the cell
    return Markup(f"<code>{_NOT_A_LETTER.sub(_entity, text)}</code>")  # noqa: S704 - all entities


def render(report: Report) -> bytes:
    """``report.md``: at most :data:`LIMIT` rows of each kind, :data:`SIZE` bytes, and what was left out."""

    def written(room: Room) -> str:
        return written_in("report.md.jinja", report, room)

    return fitted(written, ROOMS, lambda text: len(text.encode()) <= SIZE).encode()


def written_in(template: str, report: Report, room: Room) -> str:
    """A template of Markdown with so many rows of each kind and so many characters of each text."""
    most = {name: min(number, room.rows) for name, number in LIMITS.items()}
    shown = view(report)
    return (
        _environment(room.characters)
        .get_template(template)
        .render(
            view=shown,
            limit=room.rows,
            drawing=mermaid(report.dependencies.graph, most=most["arrow_limit"]),
            todo=tasks(report),
            pie=charts_mermaid.severities(shown.summary),
            trend=charts_mermaid.trend(report.quality.trend),
            **most,
        )
    )


def _quoted(found: re.Match[str]) -> str:
    if found["mention"]:
        return f"{found[0]}&#8203;"
    return _entity(found) if found["entity"] else f"\\{found[0]}"


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


@lru_cache(maxsize=8)
def _environment(characters: int) -> Environment:
    """The templates' environment, in which no text is longer than this before it is escaped."""

    def short(write: Callable[[str], T]) -> Callable[[str], T]:
        return lambda text: write(clip(text, characters))

    made = environment(short(escape), html=False)
    made.filters |= {"span": short(span), "cell": short(cell), "iso": iso, "clip": clip}
    made.globals |= {"words": words, "grades": grades, "following": following}
    return made


EXPORTER = Exporter(
    id="markdown",
    title="To read where Markdown is read",
    file_name="report.md",
    media_type="text/markdown; charset=utf-8; variant=GFM",
    files=of_report("report.md", render),
    by_default=True,
)
