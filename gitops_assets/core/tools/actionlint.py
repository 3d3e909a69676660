"""actionlint: mistakes in GitHub's workflows.

Source: [actionlint, checks](https://github.com/rhysd/actionlint/blob/main/docs/checks.md).
"""

from collections.abc import Iterator
from itertools import islice

from gitops_assets.core.model import Severity
from gitops_assets.core.tools import values
from gitops_assets.core.tools.model import RESULT_LIMIT, Tool, ToolResult


def _read(text: str) -> Iterator[ToolResult]:
    return islice(map(_result, values.items(values.parsed(text))), RESULT_LIMIT)


def _result(found: object) -> ToolResult:
    return ToolResult(
        message=values.text(values.within(found, "message")),
        rule=values.text(values.within(found, "kind"), 60),
        severity=Severity.HIGH,
        path=values.path(values.within(found, "filepath")),
        line=values.line(values.within(found, "line")),
    )


TOOL = Tool(
    id="actionlint",
    title="Workflows, by actionlint",
    doc=__doc__,
    argv=("actionlint", "-no-color", "-shellcheck=", "-pyflakes=", "-format={{json .}}"),
    read=_read,
    version=("-version",),
    files=(".github/workflows/*.yml", ".github/workflows/*.yaml"),
)
