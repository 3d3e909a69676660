"""bandit: security of Python code.

Source: [bandit, the tests](https://bandit.readthedocs.io/en/latest/plugins/index.html).
"""

from collections.abc import Iterator
from itertools import islice

from gitops_assets.core.tools import values
from gitops_assets.core.tools.levels import level
from gitops_assets.core.tools.model import RESULT_LIMIT, Tool, ToolResult


def _read(text: str) -> Iterator[ToolResult]:
    return islice(map(_result, values.items(values.within(values.parsed(text), "results"))), RESULT_LIMIT)


def _result(found: object) -> ToolResult:
    return ToolResult(
        message=values.text(values.within(found, "issue_text")),
        rule=values.text(values.within(found, "test_id"), 20),
        severity=level(values.within(found, "issue_severity")),
        path=values.path(values.within(found, "filename")),
        line=values.line(values.within(found, "line_number")),
        help=values.address(values.within(found, "more_info")),
    )


TOOL = Tool(
    id="bandit",
    title="Python's security, by bandit",
    doc=__doc__,
    argv=("bandit", "--recursive", "--format=json", "--quiet", "."),
    wants=("*.py",),
    read=_read,
)
