"""uv's lock file: the versions that uv chose for a project or a workspace.

Source: [uv.lock](https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Definition, Extractor, Row
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.lock_members import MEMBER
from gitops_assets.core.dependencies.parsers.python_lock import folder, locked_packages, unknown_version
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.dependencies.parsers.tree_path import file_of, path_from

_VERSIONS = frozenset({"1"})


def wants(path: str) -> bool:
    """Every uv.lock."""
    return file_of(path) == "uv.lock"


def extract(path: str, text: str) -> Iterator[Row]:
    """One locked version a package; the projects of the workspace say for which folders the lock speaks."""
    lock = read_toml(text)
    fault = next(unknown_version(path, lock, ("version",), _VERSIONS), None)
    if fault is not None:
        yield fault
        return
    yield Definition(group=MEMBER, name="", value="", path=path, line=1)
    yield from _members(path, lock)
    yield from locked_packages(path, lock, "package")


def _members(path: str, lock: Located) -> Iterator[Definition]:
    for nth, entry in enumerate(lock.items("package")):
        written = folder(entry) if isinstance(entry, dict) else None
        inside = None if written is None else path_from("", written)
        if inside is not None:
            yield Definition(group=MEMBER, name=inside, value="", path=path, line=lock.line("package", nth))


EXTRACTOR = Extractor(
    id="uv-lock",
    title="uv lock files (uv.lock)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("uv.lock",),
)
