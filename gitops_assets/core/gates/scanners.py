"""Every scanner that contents are asked by; whoever builds the facts of a tree gives it these."""

from gitops_assets.core.gates.hygiene.line_ends import LINE_ENDS
from gitops_assets.core.gates.hygiene.merge_markers import MERGE_MARKERS
from gitops_assets.core.gates.hygiene.shebangs import SHEBANGS
from gitops_assets.core.gates.inline import INLINE_WAIVERS
from gitops_assets.core.gates.scanning import Scanner
from gitops_assets.core.gates.secrets import SECRETS

SCANNERS: tuple[Scanner, ...] = (
    INLINE_WAIVERS,
    MERGE_MARKERS,
    LINE_ENDS,
    SHEBANGS,
    SECRETS,
)
