"""What the ``source`` of a Terraform module or provider names.

Source: [module sources](https://developer.hashicorp.com/terraform/language/modules/configuration),
[provider requirements](https://developer.hashicorp.com/terraform/language/providers/requirements).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from gitops_assets.core.dependencies.ecosystems.references import to_git, to_place
from gitops_assets.core.dependencies.model import Dependency, Kind, Row
from gitops_assets.core.dependencies.parsers.git_address import FORGES, git_address
from gitops_assets.core.dependencies.parsers.in_tree import folder_of
from gitops_assets.core.remote_url import redact

_REGISTRIES = ("registry.terraform.io/", "registry.opentofu.org/")
_MODULE = re.compile(r"(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]+)?/)?[\w-]+/[\w-]+/[\w-]+")


def module(source: str, version: str | None, path: str, line: int) -> Iterator[Row]:
    """The module of a ``source``: of the same tree, of a registry, of a git repository, or an archive."""
    if source.startswith("."):
        folder = folder_of(path)
        yield from to_place(source, path, line, folder=folder, kind=Kind.MODULE, ecosystem="terraform")
        return
    name = registry_name(source.partition("//")[0])
    if "://" not in source and not source.startswith(FORGES) and _MODULE.fullmatch(name):
        yield _named(name, version, path, line, url=_published_from(name))
    elif address := git_address(source):
        inside = f"//{address.folder}" if address.folder else ""
        found = to_git(address, path, line, kind=Kind.MODULE)
        yield replace(found, name=found.name + inside)
    else:
        yield _named(redact(source), version, path, line)


def provider(source: str, version: str | None, path: str, line: int) -> Dependency:
    """A provider; one without a namespace is HashiCorp's own."""
    name = provider_name(source)
    namespace, _, kind = name.partition("/")
    url = f"https://github.com/{namespace}/terraform-provider-{kind}" if name.count("/") == 1 else None
    return _named(name, version, path, line, url=url)


def provider_name(source: str) -> str:
    """A provider's canonical name: ``hashicorp/aws``, with a host where it is not the public registry."""
    name = registry_name(source).lower()
    return name if "/" in name else f"hashicorp/{name}"


def registry_name(source: str) -> str:
    """A name without the public registry's host."""
    start = next((each for each in _REGISTRIES if source.startswith(each)), "")
    return source[len(start) :]


def _published_from(name: str) -> str | None:
    """The repository of a module of the public registry, which takes them from GitHub and by this name only.

    Source: [publish modules](https://developer.hashicorp.com/terraform/registry/modules/publish#requirements).
    """
    parts = name.split("/")
    return f"https://github.com/{parts[0]}/terraform-{parts[2]}-{parts[1]}" if len(parts) == 3 else None


def _named(name: str, version: str | None, path: str, line: int, *, url: str | None = None) -> Dependency:
    return Dependency(
        kind=Kind.MODULE,
        ecosystem="terraform",
        name=name,
        path=path,
        line=line,
        constraint=version,
        url=url,
    )
