"""What the TOML lock files of Python have in common: a list of packages with names and versions."""

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.model import Locked, Skipped
from gitops_assets.core.dependencies.parsers.located import Located

_FOLDERS = ("editable", "virtual", "directory", "path")


def locked_packages(path: str, lock: Located, key: str) -> Iterator[Locked]:
    """One row an entry of the list ``key`` that came from elsewhere; a folder of the tree is not locked."""
    for nth, entry in enumerate(lock.items(key)):
        name, version = lock.text(key, nth, "name"), lock.text(key, nth, "version")
        if name and version and isinstance(entry, dict) and folder(entry) is None:
            yield Locked(
                ecosystem="pypi",
                name=canonicalize_name(name),
                version=version,
                path=path,
                line=lock.line(key, nth, "name"),
            )


def folder(entry: dict[str, object]) -> str | None:
    """The folder of the tree that an entry stands for, as written; None when it came from elsewhere."""
    if isinstance(outer := entry.get("directory"), dict):
        return str(outer.get("path") or ".")
    source = entry.get("source")
    if not isinstance(source, dict):
        return None
    if source.get("type") == "directory":
        return str(source.get("url") or ".")
    return next((str(source[each]) for each in _FOLDERS if each in source), None)


def unknown_version(
    path: str, lock: Located, key: tuple[str, ...], known: frozenset[str]
) -> Iterator[Skipped]:
    """A row that says so when the format's version has a major number that is not known."""
    version = lock.at(*key)
    if str(version).partition(".")[0] not in known:
        why = f"has the {key[-1]} {str(version)[:50]!r}, which is not known"
        yield Skipped(path=path, line=lock.line(*key), reason=why)
