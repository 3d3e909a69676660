"""Every linker, in the order in which they run: first what fills constraints in, last what stands aside."""

from gitops_assets.core.dependencies.linking import Linker
from gitops_assets.core.dependencies.links import (
    asides,
    cargo_locks,
    cargo_workspaces,
    compose_variables,
    composer_repositories,
    dotnet,
    git_submodules,
    go_workspaces,
    gradle,
    locks,
    maven,
    npm_catalogs,
    own_names,
    pip_includes,
    pip_paths,
    workspaces,
)
from gitops_assets.core.registry import Registry

LINKERS: Registry[Linker] = Registry(
    (
        npm_catalogs.LINKER,
        workspaces.LINKER,
        pip_includes.LINKER,
        pip_paths.LINKER,
        go_workspaces.LINKER,
        cargo_workspaces.LINKER,
        maven.LINKER,
        gradle.LINKER,
        dotnet.LINKER,
        composer_repositories.LINKER,
        git_submodules.LINKER,
        compose_variables.LINKER,
        cargo_locks.LINKER,
        own_names.LINKER,
        locks.LINKER,
        asides.LINKER,
    )
)
