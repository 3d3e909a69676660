"""zizmor: security of GitHub's workflows and actions.

Source: [zizmor, usage](https://docs.zizmor.sh/usage/).
"""

from gitops_assets.core.tools.model import Tool
from gitops_assets.core.tools.sarif import read_sarif

TOOL = Tool(
    id="zizmor",
    title="Workflows, by zizmor",
    doc=__doc__,
    argv=("zizmor", "--offline", "--no-progress", "--format=sarif"),
    read=read_sarif,
    files=(".github/workflows/*.yml", ".github/workflows/*.yaml", "action.yml", "action.yaml"),
    fine=frozenset({0, *range(10, 15)}),
)
