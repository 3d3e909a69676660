"""ruff: Python's common mistakes, by the rules that the project itself chose.

Source: [ruff, the linter](https://docs.astral.sh/ruff/linter/).
"""

from gitops_assets.core.tools.model import Tool
from gitops_assets.core.tools.sarif import read_sarif

TOOL = Tool(
    id="ruff",
    title="Python, by ruff",
    doc=__doc__,
    argv=("ruff", "check", "--output-format=sarif", "--no-cache", "--no-fix", "."),
    wants=("*.py", "*.pyi", "*.ipynb"),
    read=read_sarif,
)
