"""Gates over known vulnerabilities and secrets."""

from gitops_assets.core.gates.model import Gate
from gitops_assets.core.gates.security import (
    history_without_secrets,
    no_known_vulnerabilities,
    private_files_absent,
    secrets_absent,
)

SECURITY: tuple[Gate, ...] = (
    secrets_absent.GATE,
    history_without_secrets.GATE,
    private_files_absent.GATE,
    no_known_vulnerabilities.GATE,
)
