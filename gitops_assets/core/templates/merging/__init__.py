"""How a template's file meets the one that is there, one kind a module, in reading order."""

from gitops_assets.core.registry import Registry
from gitops_assets.core.templates.merging import block, lines, once, text, whole
from gitops_assets.core.templates.merging.model import Merge

MERGES: Registry[Merge] = Registry((text.MERGE, lines.MERGE, block.MERGE, once.MERGE, whole.MERGE))
