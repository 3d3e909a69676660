"""shellcheck: mistakes in shell scripts.

Source: [shellcheck, the gallery of bad code](https://github.com/koalaman/shellcheck#gallery-of-bad-code).
"""

from collections.abc import Iterator
from itertools import islice

from gitops_assets.core.tools import values
from gitops_assets.core.tools.levels import level
from gitops_assets.core.tools.model import RESULT_LIMIT, Tool, ToolResult


def _read(text: str) -> Iterator[ToolResult]:
    return islice(map(_result, values.items(values.within(values.parsed(text), "comments"))), RESULT_LIMIT)


def _result(comment: object) -> ToolResult:
    rule = f"SC{values.text(values.within(comment, 'code'), 20)}"
    return ToolResult(
        message=values.text(values.within(comment, "message")),
        rule=rule,
        severity=level(values.within(comment, "level")),
        path=values.path(values.within(comment, "file")),
        line=values.line(values.within(comment, "line")),
        help=f"https://www.shellcheck.net/wiki/{rule}" if rule[2:].isdigit() else "",
    )


TOOL = Tool(
    id="shellcheck",
    title="Shell scripts, by shellcheck",
    doc=__doc__,
    argv=("shellcheck", "--norc", "--format=json1", "--color=never"),
    read=_read,
    files=("*.sh", "*.bash", "*.ksh"),
)
