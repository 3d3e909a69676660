"""The report as a comment on a pull request: never more than a forge takes, and whole whatever is left out.

GitHub refuses a comment of more than 65,536 characters. Rows are left out until the text fits; it is never
cut in the middle, so every table, list and fold in it is closed.
"""

from exporters.markdown import written_in
from exporters.model import Exporter, of_report
from exporters.parts.fitting import Room, fitted
from gitops_assets.core.report import Report

MOST = 65_536
"""Characters, those outside the first plane counted twice."""

ROOMS = (Room(50, 1_000), Room(30, 500), Room(15, 300), Room(8, 200), Room(3, 120), Room(1, 60))
"""What is tried in this order; a text of the last is never longer than 15,000."""


def render(report: Report) -> bytes:
    """``comment.md``, at most :data:`MOST` characters long."""

    def written(room: Room) -> str:
        return written_in("comment.md.jinja", report, room)

    return fitted(written, ROOMS, lambda text: length(text) <= MOST).encode()


def length(text: str) -> int:
    """How long a forge thinks that a text is, at the worst: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


EXPORTER = Exporter(
    id="markdown-comment",
    title="A comment on a pull request, 65,536 characters at most",
    file_name="comment.md",
    media_type="text/markdown; charset=utf-8; variant=GFM",
    files=of_report("comment.md", render),
)
