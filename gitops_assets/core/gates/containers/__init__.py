"""Gates over containers and infrastructure described as code."""

from gitops_assets.core.gates.model import Gate

CONTAINERS: tuple[Gate, ...] = ()
