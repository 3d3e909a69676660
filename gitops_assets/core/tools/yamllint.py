"""yamllint: YAML's syntax and duplicate keys.

Source: [yamllint, rules](https://yamllint.readthedocs.io/en/stable/rules.html).
"""

import re
from collections.abc import Iterator
from itertools import islice

from gitops_assets.core.tools import values
from gitops_assets.core.tools.levels import level
from gitops_assets.core.tools.model import RESULT_LIMIT, Tool, ToolResult, Unreadable

_LINE = re.compile(r"^(.{1,4096}?):(\d{1,9}):\d{1,9}: \[(\w{1,20})\] (.{0,2000}?)(?: \(([\w-]{1,60})\))?$")


def _read(text: str) -> Iterator[ToolResult]:
    return islice(map(_result, (line for line in text.splitlines() if line.strip())), RESULT_LIMIT)


def _result(line: str) -> ToolResult:
    found = _LINE.match(line)
    if found is None:
        raise Unreadable("has a line that is no finding")
    path, number, word, message, rule = found.groups()
    return ToolResult(
        message=values.text(message),
        rule=rule or "syntax",
        severity=level(word),
        path=values.path(path),
        line=values.line(int(number)),
    )


TOOL = Tool(
    id="yamllint",
    title="YAML, by yamllint",
    doc=__doc__,
    argv=("yamllint", "--format=parsable", "--config-data=relaxed", "."),
    wants=("*.yaml", "*.yml"),
    read=_read,
)
