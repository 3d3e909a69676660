"""Lerna: which folders of a tree are packages that belong together.

Without ``packages`` Lerna takes the workspaces of the package manager, which their own files say.

Source: [lerna.json](https://lerna.js.org/docs/api-reference/configuration).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Definition, Extractor, Malformed, Row
from gitops_assets.core.dependencies.parsers.demand import repetitions
from gitops_assets.core.dependencies.parsers.json_text import read_json_with_comments
from gitops_assets.core.dependencies.parsers.tree_path import file_of


def wants(path: str) -> bool:
    """Every lerna.json."""
    return file_of(path) == "lerna.json" and "node_modules/" not in path


def extract(path: str, text: str) -> Iterator[Row]:
    """Definitions only: linkers read them together with the manifests of the folders."""
    file = read_json_with_comments(text)
    if not isinstance(file.value, dict):
        raise Malformed("holds no object")
    yield from repetitions(path, file)
    for nth, pattern in file.texts("packages"):
        line = file.line("packages", nth)
        yield Definition(group="npm:workspace", name=pattern, value="", path=path, line=line)


EXTRACTOR = Extractor(
    id="lerna-json",
    title="Lerna workspaces (lerna.json)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("lerna.json",),
)
