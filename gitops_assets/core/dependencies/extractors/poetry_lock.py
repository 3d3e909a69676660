"""Poetry's lock file: the versions that Poetry chose.

Source: [poetry.lock](https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Definition, Extractor, Row
from gitops_assets.core.dependencies.parsers.lock_members import MEMBER
from gitops_assets.core.dependencies.parsers.python_lock import locked_packages, unknown_version
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.dependencies.parsers.tree_path import file_of

_VERSIONS = frozenset({"1", "2", "None"})


def wants(path: str) -> bool:
    """Every poetry.lock."""
    return file_of(path) == "poetry.lock"


def extract(path: str, text: str) -> Iterator[Row]:
    """One locked version a package, for the project in the lock file's own folder."""
    lock = read_toml(text)
    fault = next(unknown_version(path, lock, ("metadata", "lock-version"), _VERSIONS), None)
    if fault is not None:
        yield fault
        return
    yield Definition(group=MEMBER, name="", value="", path=path, line=1)
    yield from locked_packages(path, lock, "package")


EXTRACTOR = Extractor(
    id="poetry-lock",
    title="Poetry lock files (poetry.lock)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("poetry.lock",),
)
