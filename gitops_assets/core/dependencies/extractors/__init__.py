"""Every extractor, in reading order: packages by language, then containers, pipelines, infrastructure."""

from gitops_assets.core.dependencies.extractors import git_submodules
from gitops_assets.core.dependencies.model import Extractor
from gitops_assets.core.registry import Registry

EXTRACTORS: Registry[Extractor] = Registry((git_submodules.EXTRACTOR,))
