"""Go modules: what a module is called and which modules its code imports.

Source: [go.mod files](https://go.dev/ref/mod#go-mod-file).
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from gitops_assets.core.dependencies.ecosystems.golang import (
    Replacement,
    forge_url,
    outside,
    replaced_by_folder,
    replaced_by_module,
    replacements,
    replacing,
)
from gitops_assets.core.dependencies.model import (
    Dependency,
    Extractor,
    Kind,
    Locked,
    Malformed,
    Publication,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.go_text import Directive, read_directives
from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of, path_from
from gitops_assets.core.dependencies.parsers.vendored import vendored

LONGEST = 100
"""Parts of a package's path; nobody nests deeper."""

_NO_ROWS = frozenset({"go", "toolchain", "godebug", "retract", "ignore"})
_READ = frozenset({"module", "require", "replace", "exclude", "tool"})


def wants(path: str) -> bool:
    """Every module of the tree."""
    return file_of(path) == "go.mod" and not vendored(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency a module that is imported, one locked version a module that only others import.

    The version asked for is a minimum, and go builds with the highest minimum of all (minimal version
    selection): since Go 1.17 that is the one that stands here, so it is constraint and resolved version in
    one. ``// indirect`` is how go marks what no import of the tree leads to; a ``tool`` is used by name.
    """
    directives = list(read_directives(text))
    yield from _unknown(path, directives)
    reader = _Reader(path, directives)
    for each in directives:
        if each.verb == "module" and each.words:
            name = each.words[0]
            yield Publication(kind=Kind.PACKAGE, ecosystem="golang", name=name, path=path, line=each.line)
        elif each.verb == "require":
            yield from reader.required(each)


class _Reader:
    def __init__(self, path: str, directives: Sequence[Directive]) -> None:
        self._path = path
        self._replacements = replacements(directives)
        self._excluded = {each.words for each in directives if each.verb == "exclude"}
        modules = {each.words[0] for each in directives if each.verb == "require" and each.words}
        self._tools = {_provider(each, modules) for each in directives if each.verb == "tool"}

    def required(self, directive: Directive) -> Iterator[Row]:
        """The module of one `require`; raises :class:`Malformed` where it is none."""
        if len(directive.words) != 2:
            raise Malformed("has a require that is not `module version`", directive.line)
        module, version = directive.words
        indirect = directive.comment == "indirect" or directive.comment.startswith("indirect;")
        tool = indirect and module in self._tools
        row = Dependency(
            kind=Kind.PACKAGE,
            ecosystem="golang",
            name=module,
            path=self._path,
            line=directive.line,
            scope=Scope.DEV if tool else Scope.RUNTIME,
            constraint=version,
            resolved=None if (module, version) in self._excluded else version,
            url=forge_url(module),
        )
        chosen = replacing(module, version, self._replacements)
        built = self._replaced(row, chosen) if chosen else [row]
        for each in built:
            yield from _chosen(each) if indirect and not tool else (each,)

    def _replaced(self, row: Dependency, by: Replacement) -> list[Row]:
        if by.folder is None:
            return [replaced_by_module(row, by)]
        folder = path_from(folder_of(self._path), by.folder)
        return [row, outside(self._path, by)] if folder is None else [replaced_by_folder(row, folder)]


def _provider(tool: Directive, modules: set[str]) -> str:
    """The required module that a tool's package is in: the longest one that its path begins with."""
    package = tool.words[0] if tool.words else ""
    parts = package.split("/")[:LONGEST]
    ways = ("/".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((each for each in ways if each in modules), "")


def _chosen(row: Row) -> Iterator[Row]:
    """A module that only others import is a version that was chosen; where it is a folder there is none."""
    if not isinstance(row, Dependency):
        yield row
    elif row.resolved is not None:
        yield Locked(ecosystem="golang", name=row.name, version=row.resolved, path=row.path, line=row.line)


def _unknown(path: str, directives: Sequence[Directive]) -> Iterator[Skipped]:
    strange = (each for each in directives if each.verb not in _READ | _NO_ROWS)
    for verb, uses in groupby(strange, key=lambda each: each.verb):
        why = f"has a directive {verb[:100]!r} that is not known"
        yield Skipped(path=path, line=next(uses).line, reason=why)


EXTRACTOR = Extractor(
    id="go-mod",
    title="Go modules (go.mod)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("go.mod",),
)
