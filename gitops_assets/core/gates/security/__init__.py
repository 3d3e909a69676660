"""Gates over known vulnerabilities and secrets."""

from gitops_assets.core.gates.model import Gate
from gitops_assets.core.gates.security import no_known_vulnerabilities, private_files_absent, secrets_absent

SECURITY: tuple[Gate, ...] = (
    secrets_absent.GATE,
    private_files_absent.GATE,
    no_known_vulnerabilities.GATE,
)
