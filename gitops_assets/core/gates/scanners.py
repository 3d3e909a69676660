"""Every question about contents, in one list: whoever reads a content asks all of them at once."""

from gitops_assets.core.gates.inline import INLINE_WAIVERS
from gitops_assets.core.gates.scanning import Scanner
from gitops_assets.core.gates.secrets import SECRETS

SCANNERS: tuple[Scanner, ...] = (INLINE_WAIVERS, SECRETS)
