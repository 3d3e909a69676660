"""gitleaks: secrets in files; what it found never leaves it, only where.

Source: [gitleaks, usage](https://github.com/gitleaks/gitleaks#usage).
"""

from collections.abc import Iterator
from itertools import islice

from gitops_assets.core.model import Severity
from gitops_assets.core.tools import values
from gitops_assets.core.tools.model import RESULT_LIMIT, Tool, ToolResult


def _read(text: str) -> Iterator[ToolResult]:
    """Only rule, place and description: a report that was not redacted holds the secret in other keys."""
    return islice(map(_result, values.items(values.parsed(text))), RESULT_LIMIT)


def _result(leak: object) -> ToolResult:
    return ToolResult(
        message=values.text(values.within(leak, "Description")) or "A secret stands here",
        rule=values.text(values.within(leak, "RuleID"), 120),
        severity=Severity.HIGH,
        path=values.path(values.within(leak, "File")),
        line=values.line(values.within(leak, "StartLine")),
    )


TOOL = Tool(
    id="gitleaks",
    title="Secrets, by gitleaks",
    doc=__doc__,
    argv=(
        "gitleaks",
        "dir",
        ".",
        "--redact=100",
        "--no-banner",
        "--log-level=error",
        "--report-format=json",
        "--report-path=-",
    ),
    read=_read,
    version=("version",),
)
