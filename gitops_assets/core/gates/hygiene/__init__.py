"""Gates over what every project should carry, and what none should."""

from gitops_assets.core.gates.model import Gate

HYGIENE: tuple[Gate, ...] = ()
