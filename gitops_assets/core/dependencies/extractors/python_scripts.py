"""Python scripts that name their own requirements in a comment (``# /// script``).

Such scripts are run from where people look for them, and Python files are many: read are those at the top of
the tree and those with a folder ``bin``, ``ci``, ``demo``, ``examples``, ``hack``, ``scripts`` or ``tools``
on their way.

Source: [inline script metadata](https://packaging.python.org/en/latest/specifications/inline-script-metadata/).
"""

from collections.abc import Iterator
from dataclasses import replace

from gitops_assets.core.dependencies.model import Extractor, Row, Scope
from gitops_assets.core.dependencies.parsers.inline_script import read_script
from gitops_assets.core.dependencies.parsers.requirement_rows import requirement_rows
from gitops_assets.core.dependencies.parsers.uv_sources import redirected

# fmt: off
_FOLDERS = frozenset((
    ".ci", ".github", "bin", "ci", "demo", "demos", "example", "examples", "hack", "script", "scripts",
    "tool", "tools",
))
# fmt: on


def wants(path: str) -> bool:
    """Scripts at the top and in the folders that are there for scripts."""
    if not path.endswith(".py"):
        return False
    return "/" not in path or not _FOLDERS.isdisjoint(path.split("/")[:-1])


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency a requirement of the script's block."""
    found = read_script(text)
    if found is None:
        return
    script, above = found
    rows = (
        row
        for nth, each in script.texts("dependencies")
        for row in requirement_rows(path, script.line("dependencies", nth), each, scope=Scope.RUNTIME)
    )
    for row in redirected(script, rows):
        yield replace(row, line=row.line + above)


EXTRACTOR = Extractor(
    id="python-scripts",
    title="Python scripts with requirements of their own (*.py)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".py",),
    folders=tuple(sorted(_FOLDERS)),
)
