"""Every linker, in the order in which they run: first what fills constraints in, last what locks say."""

from gitops_assets.core.dependencies.linking import Linker
from gitops_assets.core.registry import Registry

LINKERS: Registry[Linker] = Registry(())
