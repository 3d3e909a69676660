"""eslint: JavaScript's mistakes, without the repository's own configuration: that is code.

Source: [eslint, command line](https://eslint.org/docs/latest/use/command-line-interface).
"""

from collections.abc import Iterator
from itertools import islice

from gitops_assets.core.model import Severity
from gitops_assets.core.tools import values
from gitops_assets.core.tools.model import RESULT_LIMIT, Tool, ToolResult


def _read(text: str) -> Iterator[ToolResult]:
    return islice(_results(values.items(values.parsed(text))), RESULT_LIMIT)


def _results(files: list[object]) -> Iterator[ToolResult]:
    for file in files:
        for message in values.items(values.within(file, "messages")):
            rule = values.text(values.within(message, "ruleId"), 120)
            yield ToolResult(
                message=values.text(values.within(message, "message")),
                rule=rule,
                severity=Severity.HIGH if values.within(message, "severity") == 2 else Severity.MEDIUM,
                path=values.path(values.within(file, "filePath")),
                line=values.line(values.within(message, "line")),
                help=f"https://eslint.org/docs/latest/rules/{rule}" if rule and "/" not in rule else "",
            )


TOOL = Tool(
    id="eslint",
    title="JavaScript, by eslint",
    doc=__doc__,
    argv=("eslint", "--no-config-lookup", "--format=json", "--no-color", "."),
    wants=("*.js", "*.mjs", "*.cjs", "*.jsx"),
    read=_read,
)
