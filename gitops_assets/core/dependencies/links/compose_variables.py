"""Variables in the images of Compose files get their values out of the ``.env`` in the same folder.

Whoever runs Compose may set others in the shell, as with every default.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from gitops_assets.core.dependencies.ecosystems.images import needed, offered
from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Definition, Dependency, Kind, Publication, Row
from gitops_assets.core.dependencies.parsers.in_tree import folder_of
from gitops_assets.core.dependencies.parsers.variables import interpolated

VALUE = "compose:value"
"""Group of the definitions that give a variable (name) its value."""

NEEDED, BUILT = "compose:needed", "compose:built"
"""Groups of the definitions that say how the image of a line is written, variables and all."""

Written = Mapping[tuple[str, str, int], str]


def link(rows: Rows) -> Rows:
    """Images with the values put in; what no value is known for stays as it was."""
    definitions = [row for row in rows if isinstance(row, Definition)]
    values: dict[str, dict[str, str]] = {}
    for row in definitions:
        if row.group == VALUE:
            values.setdefault(folder_of(row.path), {})[row.name] = row.value
    written = {
        (row.group, row.path, row.line): interpolated(row.value, values[folder_of(row.path)])
        for row in definitions
        if row.group in {NEEDED, BUILT} and folder_of(row.path) in values
    }
    return tuple(each for row in rows for each in _filled(row, written)) if written else rows


def _filled(row: Row, written: Written) -> Iterator[Row]:
    place = row.path, row.line
    if isinstance(row, Definition) and row.group == BUILT and (BUILT, *place) in written:
        yield from _by(row, offered(written[BUILT, *place], *place))
    elif isinstance(row, Publication) and row.kind is Kind.IMAGE and (BUILT, *place) in written:
        return
    elif isinstance(row, Dependency) and row.kind is Kind.IMAGE and (NEEDED, *place) in written:
        yield from _by(row, needed(written[NEEDED, *place], *place, scope=row.scope))
    else:
        yield row


def _by(row: Row, found: Iterable[Dependency | Publication]) -> Iterator[Row]:
    return (replace(each, extractor=row.extractor) for each in found)


LINKER = Linker(id="compose-variables", doc=__doc__, link=link)
