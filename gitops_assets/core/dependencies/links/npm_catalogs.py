"""References to a catalog (``catalog:``, ``catalog:name``) get the version that the workspace says there."""

from collections.abc import Iterator
from dataclasses import replace

from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Definition, Dependency, Row, Skipped
from gitops_assets.core.dependencies.parsers.npm_catalog import GROUP, entry
from gitops_assets.core.dependencies.parsers.npm_spec import read_spec
from gitops_assets.core.dependencies.parsers.tree_path import folder_of, folders_up

_PROTOCOL = "catalog:"


def link(rows: Rows) -> Rows:
    """The rows, every reference replaced by what the nearest catalog above it says, or called out."""
    entries = {
        (folder_of(row.path), row.name): row.value
        for row in rows
        if isinstance(row, Definition) and row.group == GROUP
    }
    return tuple(each for row in rows for each in _filled(row, entries))


def _filled(row: Row, entries: dict[tuple[str, str], str]) -> Iterator[Row]:
    if not isinstance(row, Dependency) or not (row.constraint or "").startswith(_PROTOCOL):
        yield row
        return
    wanted = entry((row.constraint or "").removeprefix(_PROTOCOL), row.name)
    above = (entries.get((folder, wanted)) for folder in folders_up(folder_of(row.path)))
    value = next((each for each in above if each is not None), None)
    if value is None:
        yield row
        why = f"takes {row.name!r} from a catalog that has no such entry"
        yield Skipped(path=row.path, line=row.line, reason=why)
        return
    demand = read_spec(row.name, value)
    yield replace(row, name=demand.name, constraint=demand.constraint, url=demand.url)


LINKER = Linker(id="npm-catalogs", doc=__doc__, link=link)
