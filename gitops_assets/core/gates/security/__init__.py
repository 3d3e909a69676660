"""Gates over known vulnerabilities and secrets."""

from gitops_assets.core.gates.model import Gate
from gitops_assets.core.gates.security import no_known_vulnerabilities

SECURITY: tuple[Gate, ...] = (no_known_vulnerabilities.GATE,)
