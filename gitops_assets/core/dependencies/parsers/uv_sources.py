"""Where uv takes a project's dependencies from instead of a registry ([tool.uv.sources])."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.model import Dependency, Row
from gitops_assets.core.dependencies.parsers.demand import Demand
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.python_source import read_source


def redirected(project: Located, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, each dependency with the source that its project names for it.

    Members of the workspace (``workspace = true``) are found by a linker: only it sees the other files.
    """
    sources = dict(_sources(project))
    for row in rows:
        source = sources.get(row.name) if isinstance(row, Dependency) else None
        if source is None or not isinstance(row, Dependency):
            yield row
            continue
        for each in source.rows(row.path, row.line, row.scope):
            if isinstance(each, Dependency):
                yield replace(each, constraint=source.constraint or row.constraint)
            else:
                yield each


def _sources(project: Located) -> Iterator[tuple[str, Demand]]:
    for name, written in project.mapping("tool", "uv", "sources").items():
        # Of several, each for an environment, the first stands for all.
        tables = written if isinstance(written, list) else [written]
        found = (read_source(name, table) for table in tables if isinstance(table, dict))
        source = next((each for each in found if each is not None), None)
        if source is not None:
            yield canonicalize_name(name), source
