"""pnpm workspaces: which folders belong together, and the versions that they share by name (catalogs).

Source: [pnpm-workspace.yaml](https://pnpm.io/pnpm-workspace_yaml).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Definition, Extractor, Malformed, Row
from gitops_assets.core.dependencies.parsers.demand import repetitions
from gitops_assets.core.dependencies.parsers.npm_catalog import catalogs
from gitops_assets.core.dependencies.parsers.tree_path import file_of
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document


def wants(path: str) -> bool:
    """Every pnpm-workspace.yaml."""
    return file_of(path) == "pnpm-workspace.yaml" and "node_modules/" not in path


def extract(path: str, text: str) -> Iterator[Row]:
    """Definitions only: linkers read them together with the manifests of the folders."""
    document = read_yaml_document(text)
    if document.value is not None and not isinstance(document.value, dict):
        raise Malformed("holds no mapping")
    yield from repetitions(path, document)
    for nth, pattern in document.texts("packages"):
        yield Definition(
            group="npm:workspace", name=pattern, value="", path=path, line=document.line("packages", nth)
        )
    yield from catalogs(path, document)


EXTRACTOR = Extractor(
    id="pnpm-workspace",
    title="pnpm workspaces (pnpm-workspace.yaml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("pnpm-workspace.yaml",),
)
