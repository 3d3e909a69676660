"""trivy: misconfigured containers, Kubernetes, Terraform, by the checks that come with it.

Source: [trivy, misconfiguration](https://trivy.dev/latest/docs/scanner/misconfiguration/).
"""

from gitops_assets.core.tools.model import Tool
from gitops_assets.core.tools.sarif import read_sarif

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
        "--skip-version-check",
        "--offline-scan",
        "--config=/dev/null",
        ".",
    ),
    read=read_sarif,
)
