"""Gates over what every project should carry, and what none should."""

from gitops_assets.core.gates.hygiene import waivers_effective

HYGIENE = (waivers_effective.GATE,)
