"""Pipenv: what a Pipfile needs, by category.

Source: [Pipfile](https://pipenv.pypa.io/en/latest/pipfile.html).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Extractor, Row, Scope, Skipped
from gitops_assets.core.dependencies.parsers.python_source import read_table
from gitops_assets.core.dependencies.parsers.requirement import scope_of
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.dependencies.parsers.tree_path import file_of

_SETTINGS = frozenset({"source", "requires", "scripts", "pipenv"})
_SCOPES = {"packages": Scope.RUNTIME, "dev-packages": Scope.DEV}


def wants(path: str) -> bool:
    """Every Pipfile."""
    return file_of(path) == "Pipfile"


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency an entry; every table that is no setting is a category of packages."""
    pipfile = read_toml(text)
    for category in pipfile.mapping():
        if category in _SETTINGS:
            continue
        scope = _SCOPES.get(category) or scope_of(category, Scope.OPTIONAL)
        for name, written in pipfile.mapping(category).items():
            line = pipfile.line(category, name)
            demands = list(read_table(name, written))
            if not demands:
                yield Skipped(path=path, line=line, reason=f"asks for {name[:100]!r} with what is no version")
            for demand in demands:
                yield from demand.rows(path, line, scope)


EXTRACTOR = Extractor(
    id="pipfile",
    title="Pipenv (Pipfile)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("pipfile",),
)
