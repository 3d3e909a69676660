"""hadolint: mistakes in Dockerfiles.

Source: [hadolint, rules](https://github.com/hadolint/hadolint#rules).
"""

from collections.abc import Iterator
from itertools import islice

from gitops_assets.core.tools import values
from gitops_assets.core.tools.levels import level
from gitops_assets.core.tools.model import RESULT_LIMIT, Tool, ToolResult


def _read(text: str) -> Iterator[ToolResult]:
    return islice(map(_result, values.items(values.parsed(text))), RESULT_LIMIT)


def _result(found: object) -> ToolResult:
    rule = values.text(values.within(found, "code"), 20)
    return ToolResult(
        message=values.text(values.within(found, "message")),
        rule=rule,
        severity=level(values.within(found, "level")),
        path=values.path(values.within(found, "file")),
        line=values.line(values.within(found, "line")),
        help=f"https://github.com/hadolint/hadolint/wiki/{rule}" if rule.isalnum() else "",
    )


TOOL = Tool(
    id="hadolint",
    title="Dockerfiles, by hadolint",
    doc=__doc__,
    argv=("hadolint", "--format=json", "--no-color"),
    read=_read,
    files=("Dockerfile", "*/Dockerfile", "Dockerfile.*", "*/Dockerfile.*", "*.dockerfile", "Containerfile"),
)
