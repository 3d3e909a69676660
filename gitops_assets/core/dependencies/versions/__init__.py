"""Every scheme of versions by its ecosystem; what is not listed has versions that are mere names."""

from functools import cache

from gitops_assets.core.dependencies.versions import (
    cargo,
    composer,
    exact,
    gem,
    golang,
    helm,
    maven,
    npm,
    nuget,
    pypi,
    terraform,
)
from gitops_assets.core.dependencies.versions.model import Scheme
from gitops_assets.core.registry import Registry

SCHEMES: Registry[Scheme] = Registry(
    (
        npm.SCHEME,
        pypi.SCHEME,
        golang.SCHEME,
        cargo.SCHEME,
        maven.SCHEME,
        gem.SCHEME,
        composer.SCHEME,
        nuget.SCHEME,
        terraform.SCHEME,
        helm.SCHEME,
        *(exact.scheme(ecosystem) for ecosystem in ("docker", "github", "git")),
    )
)


@cache
def scheme_of(ecosystem: str) -> Scheme:
    """The ecosystem's scheme; where there is none, versions are names that nobody compares."""
    return SCHEMES.get(ecosystem) if ecosystem in SCHEMES else exact.scheme(ecosystem)
