"""trivy: misconfigured containers, Kubernetes, Terraform, by the checks that come with it.

Source: [trivy, misconfiguration](https://trivy.dev/latest/docs/scanner/misconfiguration/).
"""

from collections.abc import Iterator
from dataclasses import replace

from gitops_assets.core.tools.model import Tool, ToolResult
from gitops_assets.core.tools.sarif import read_sarif


def _read(text: str) -> Iterator[ToolResult]:
    """Of the table that each message is, only what is said; the rest stands in the result itself."""
    return (replace(found, message=_said(found.message)) for found in read_sarif(text))


def _said(message: str) -> str:
    said = message.partition("Message: ")[2].partition(" Link: ")[0].strip()
    return said or message


TOOL = Tool(
    id="trivy",
    title="Configuration, by trivy",
    doc=__doc__,
    argv=(
        "trivy",
        "config",
        "--format=sarif",
        "--quiet",
        "--skip-check-update",
        "--config=/dev/null",
        ".",
    ),
    read=_read,
    # Options that not every version knows end it; of variables it takes what it knows.
    environment={"TRIVY_SKIP_VERSION_CHECK": "true", "TRIVY_OFFLINE_SCAN": "true"},
)
