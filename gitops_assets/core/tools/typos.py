"""typos: spelling mistakes in source code.

Source: [typos](https://github.com/crate-ci/typos).
"""

from collections.abc import Iterator
from itertools import islice

from gitops_assets.core.model import Severity
from gitops_assets.core.tools import values
from gitops_assets.core.tools.model import RESULT_LIMIT, Tool, ToolResult


def _read(text: str) -> Iterator[ToolResult]:
    found = (each for each in values.each_line(text) if values.within(each, "type") == "typo")
    return islice(map(_result, found), RESULT_LIMIT)


def _result(found: object) -> ToolResult:
    word = values.text(values.within(found, "typo"), 60)
    better = [values.text(each, 60) for each in values.items(values.within(found, "corrections"))[:3]]
    return ToolResult(
        message=f"'{word}' is no word" + (f"; '{better[0]}' is" if better else ""),
        rule=word,
        severity=Severity.LOW,
        path=values.path(values.within(found, "path")),
        line=values.line(values.within(found, "line_num")),
    )


TOOL = Tool(
    id="typos",
    title="Spelling, by typos",
    doc=__doc__,
    argv=("typos", "--format=json", "--color=never", "."),
    read=_read,
    fine=frozenset({0, 2}),
)
