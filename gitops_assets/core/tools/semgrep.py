"""semgrep: patterns over source code, by the rules that the repository keeps; nothing is downloaded.

Source: [semgrep, command line](https://docs.semgrep.dev/cli-reference).
"""

from gitops_assets.core.tools.model import Tool
from gitops_assets.core.tools.sarif import read_sarif

TOOL = Tool(
    id="semgrep",
    title="Source code, by semgrep",
    doc=__doc__,
    argv=(
        "semgrep",
        "scan",
        "--sarif",
        "--quiet",
        "--metrics=off",
        "--disable-version-check",
        "--no-git-ignore",
        "--config=.semgrep.yml",
        ".",
    ),
    wants=(".semgrep.yml",),
    version=("--version", "--disable-version-check"),
    read=read_sarif,
)
