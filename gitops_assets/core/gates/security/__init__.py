"""Gates over known vulnerabilities and secrets."""

from gitops_assets.core.gates.model import Gate

SECURITY: tuple[Gate, ...] = ()
