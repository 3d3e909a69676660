"""Go workspaces: which modules of a tree are built together, each from its folder.

Source: [go.work files](https://go.dev/ref/mod#workspaces).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.golang import outside, replacements
from gitops_assets.core.dependencies.model import Definition, Extractor, Row, Skipped
from gitops_assets.core.dependencies.parsers.go_text import Directive, read_directives
from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of, path_from

USE = "go:use"
"""The group of the folders that a go.work names."""

REPLACE = "go:replace"
"""The group of its replacements."""


def wants(path: str) -> bool:
    """Every workspace of the tree."""
    return file_of(path) == "go.work"


def extract(path: str, text: str) -> Iterator[Row]:
    """One definition a folder that is used and one a replacement, for a linker to follow."""
    directives = list(read_directives(text))
    for each in directives:
        if each.verb == "use" and each.words:
            yield _used(path, each)
    for by in replacements(directives).values():
        yield Definition(group=REPLACE, name=by.old, value=by.written, path=path, line=by.line)
        if by.folder is not None and path_from(folder_of(path), by.folder) is None:
            yield outside(path, by)


def _used(path: str, directive: Directive) -> Row:
    written = directive.words[0]
    folder = path_from(folder_of(path), written)
    if folder is None:
        why = f"uses a module outside of the tree ({written[:200]})"
        return Skipped(path=path, line=directive.line, reason=why)
    return Definition(group=USE, name=folder, value=written, path=path, line=directive.line)


EXTRACTOR = Extractor(
    id="go-work",
    title="Go workspaces (go.work)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("go.work",),
)
