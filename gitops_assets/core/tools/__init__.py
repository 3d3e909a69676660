"""The linters that can be asked, in reading order; one file each."""

from gitops_assets.core.registry import Registry
from gitops_assets.core.tools import (
    actionlint,
    bandit,
    eslint,
    gitleaks,
    hadolint,
    ruff,
    semgrep,
    shellcheck,
    trivy,
    typos,
    yamllint,
    zizmor,
)
from gitops_assets.core.tools.model import Tool

TOOLS: Registry[Tool] = Registry(
    (
        ruff.TOOL,
        bandit.TOOL,
        semgrep.TOOL,
        eslint.TOOL,
        shellcheck.TOOL,
        hadolint.TOOL,
        yamllint.TOOL,
        zizmor.TOOL,
        actionlint.TOOL,
        gitleaks.TOOL,
        trivy.TOOL,
        typos.TOOL,
    )
)
