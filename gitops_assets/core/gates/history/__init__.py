"""Gates over what is in the history: signatures, branches, size."""

from gitops_assets.core.gates.model import Gate

HISTORY: tuple[Gate, ...] = ()
