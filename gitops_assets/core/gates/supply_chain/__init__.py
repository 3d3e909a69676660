"""Gates over how a project is protected on its way to its users, after OpenSSF Scorecard."""

from gitops_assets.core.gates.model import Gate

SUPPLY_CHAIN: tuple[Gate, ...] = ()
