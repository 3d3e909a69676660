"""Requirements files that read each other: what leads nowhere is said, constraints fill versions in."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Definition, Dependency, Row, Skipped
from gitops_assets.core.dependencies.parsers.includes import closing
from gitops_assets.core.dependencies.parsers.requirement import exact
from gitops_assets.core.dependencies.parsers.tree_path import folder_of, path_from

_Edges = dict[str, list[str]]


def link(rows: Rows) -> Rows:
    """The rows with constraints filled in, and one row more for every include that was not followed."""
    includes = [row for row in rows if isinstance(row, Definition) and row.group == "pip:include"]
    if not includes:
        return rows
    bounds = _bounds(rows, includes)
    return (*(_bound(row, bounds) for row in rows), *_strays(rows, includes))


def _strays(rows: Rows, includes: Iterable[Definition]) -> Iterator[Skipped]:
    read = {row.path for row in rows}
    circles = closing(_edges(includes, "rc"))
    for each in includes:
        target = path_from(folder_of(each.path), each.name)
        shown = each.name[:200]
        if target is None:
            why = f"includes {shown!r}, which is outside of the tree"
        elif target not in read:
            why = f"includes {shown!r}, which is not there or is not named like a requirements file"
        elif (each.path, target) in circles:
            why = f"includes {shown!r}, which includes this file again"
        else:
            continue
        yield Skipped(path=each.path, line=each.line, reason=why)


def _edges(includes: Iterable[Definition], kinds: str) -> _Edges:
    found: dict[str, dict[str, None]] = {}
    for each in includes:
        target = path_from(folder_of(each.path), each.name)
        if each.value in kinds and target is not None:
            found.setdefault(each.path, {})[target] = None
    return {path: list(targets) for path, targets in found.items()}


def _bounds(rows: Rows, includes: list[Definition]) -> dict[str, dict[str, str]]:
    """For every file the constraints that hold in it: its own, and those of the files that include it."""
    said: dict[str, dict[str, str]] = {}
    for row in rows:
        if isinstance(row, Definition) and row.group == "pip:constraint":
            said.setdefault(row.path, {}).setdefault(row.name, row.value)
        elif isinstance(row, Dependency) and row.ecosystem == "pypi" and row.constraint:
            said.setdefault(row.path, {}).setdefault(row.name, row.constraint)
    read, constrained = _edges(includes, "r"), _edges(includes, "c")
    found: dict[str, dict[str, str]] = {}
    for path, sources in constrained.items():
        own = {name: value for source in reversed(sources) for name, value in said.get(source, {}).items()}
        for inside in _closure(path, read):
            found[inside] = {**own, **found.get(inside, {})}
    return found


def _closure(path: str, edges: _Edges) -> list[str]:
    reached = {path: None}
    waiting = [path]
    while waiting:
        for target in edges.get(waiting.pop(), ()):
            if target not in reached:
                reached[target] = None
                waiting.append(target)
    return list(reached)


def _bound(row: Row, bounds: dict[str, dict[str, str]]) -> Row:
    if not isinstance(row, Dependency) or row.ecosystem != "pypi" or row.url or row.local is not None:
        return row
    bound = bounds.get(row.path, {}).get(row.name)
    if bound is None:
        return row
    return replace(row, constraint=row.constraint or bound, resolved=row.resolved or exact(bound))


LINKER = Linker(id="pip-includes", doc=__doc__, link=link)
