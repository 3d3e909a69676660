"""Gates over what runs in continuous integration, and what could be made to run there."""

from gitops_assets.core.gates.model import Gate

CI: tuple[Gate, ...] = ()
