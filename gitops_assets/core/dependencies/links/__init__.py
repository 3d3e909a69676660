"""Every linker, in the order in which they run: first what fills constraints in, last what locks say."""

from gitops_assets.core.dependencies.linking import Linker
from gitops_assets.core.dependencies.links import locks, npm_catalogs, pip_includes, pip_paths, workspaces
from gitops_assets.core.registry import Registry

LINKERS: Registry[Linker] = Registry(
    (
        npm_catalogs.LINKER,
        workspaces.LINKER,
        pip_includes.LINKER,
        pip_paths.LINKER,
        locks.LINKER,
    )
)
