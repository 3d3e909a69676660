"""Catalogs: versions that several packages of one workspace share by name (pnpm, Bun)."""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Definition
from gitops_assets.core.dependencies.parsers.located import Located, Step

GROUP = "npm:catalog"


def catalogs(path: str, document: Located, *place: Step) -> Iterator[Definition]:
    """Every entry of ``catalog`` and ``catalogs`` at that place, by the name that :func:`entry` gives it."""
    yield from _catalog(path, document, "default", (*place, "catalog"))
    for catalog in document.mapping(*place, "catalogs"):
        yield from _catalog(path, document, catalog, (*place, "catalogs", catalog))


def entry(reference: str, name: str) -> str:
    """What ``catalog:reference`` behind a package's name refers to; an empty reference is the default one."""
    return f"{reference.strip() or 'default'}:{name}"


def _catalog(path: str, document: Located, catalog: str, place: tuple[Step, ...]) -> Iterator[Definition]:
    for name, value in document.mapping(*place).items():
        if isinstance(value, str):
            line = document.line(*place, name)
            yield Definition(group=GROUP, name=entry(catalog, name), value=value, path=path, line=line)
