"""The built-in gates in reading order, a folder a category: state first, then what the tree holds."""

from gitops_assets.core.gates.ci import CI
from gitops_assets.core.gates.containers import CONTAINERS
from gitops_assets.core.gates.dependencies import DEPENDENCIES
from gitops_assets.core.gates.history import HISTORY
from gitops_assets.core.gates.hygiene import HYGIENE
from gitops_assets.core.gates.model import Gate, Need
from gitops_assets.core.gates.packages import PACKAGES
from gitops_assets.core.gates.security import SECURITY
from gitops_assets.core.gates.state import STATE
from gitops_assets.core.gates.supply_chain import SUPPLY_CHAIN
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
        *HYGIENE,
    )
)

OF_DEPENDENCIES = tuple(gate for gate in GATES if Need.DEPENDENCIES in gate.needs)
"""The gates that are asked once the whole fleet's dependencies are known."""

OF_CONTENT = tuple(gate for gate in GATES if Need.TREE in gate.needs)
"""The gates that are asked of the commit a repository stands at; with the same commit, the same answer."""

OF_STATE = tuple(gate for gate in GATES if gate not in OF_DEPENDENCIES and gate not in OF_CONTENT)
"""The gates that are asked while repositories are looked at."""
