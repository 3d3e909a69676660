"""Python's standard lock file: the versions that any tool chose for a project.

Source: [pylock.toml](https://packaging.python.org/en/latest/specifications/pylock-toml/).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Definition, Extractor, Row
from gitops_assets.core.dependencies.parsers.lock_members import MEMBER
from gitops_assets.core.dependencies.parsers.python_lock import locked_packages, unknown_version
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.dependencies.parsers.tree_path import file_of

_VERSIONS = frozenset({"1"})


def wants(path: str) -> bool:
    """Every pylock.toml, also one with a name of its own (pylock.docs.toml)."""
    return path.endswith(".toml") and file_of(path).startswith("pylock.")


def extract(path: str, text: str) -> Iterator[Row]:
    """One locked version a package, for the project in the lock file's own folder."""
    lock = read_toml(text)
    fault = next(unknown_version(path, lock, ("lock-version",), _VERSIONS), None)
    if fault is not None:
        yield fault
        return
    yield Definition(group=MEMBER, name="", value="", path=path, line=1)
    yield from locked_packages(path, lock, "packages")


EXTRACTOR = Extractor(
    id="pylock",
    title="Standard Python lock files (pylock.toml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".toml",),
)
