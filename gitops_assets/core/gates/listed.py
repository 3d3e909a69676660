"""The built-in gates in reading order, a folder a category: state first, then what the tree holds."""

from gitops_assets.core.gates.ci import CI
from gitops_assets.core.gates.containers import CONTAINERS
from gitops_assets.core.gates.dependencies import DEPENDENCIES
from gitops_assets.core.gates.history import HISTORY
from gitops_assets.core.gates.hygiene import HYGIENE
from gitops_assets.core.gates.model import Gate
from gitops_assets.core.gates.packages import PACKAGES
from gitops_assets.core.gates.security import SECURITY
from gitops_assets.core.gates.state import STATE
from gitops_assets.core.gates.supply_chain import SUPPLY_CHAIN
from gitops_assets.core.gates.templates import TEMPLATES
from gitops_assets.core.registry import Registry

GATES: Registry[Gate] = Registry(
    (
        *STATE,
        *DEPENDENCIES,
        *SECURITY,
        *CI,
        *SUPPLY_CHAIN,
        *PACKAGES,
        *CONTAINERS,
        *HISTORY,
        *TEMPLATES,
        *HYGIENE,  # whose last one asks which waivers any other gate needed
    )
)
