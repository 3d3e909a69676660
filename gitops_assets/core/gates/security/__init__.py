"""Gates over known vulnerabilities and secrets."""

from gitops_assets.core.gates.model import Gate
from gitops_assets.core.gates.security import secrets_absent

SECURITY: tuple[Gate, ...] = (secrets_absent.GATE,)
