"""Bun lock files: the versions that Bun chose, each with the folder that it was chosen for.

Read is the text form, ``bun.lock``; of the binary one, ``bun.lockb``, only Bun knows the format.

Source: [bun.lock](https://bun.com/docs/pm/lockfile).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Definition, Extractor, Locked, Malformed, Row, Skipped
from gitops_assets.core.dependencies.parsers.json_text import read_json_with_comments
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.lock_members import MEMBER
from gitops_assets.core.dependencies.parsers.npm_spec import read_spec, split_descriptor
from gitops_assets.core.dependencies.parsers.tree_path import file_of

_ASKED = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_VERSIONS = frozenset({0, 1})


def wants(path: str) -> bool:
    """Every bun.lock."""
    return file_of(path) == "bun.lock" and "node_modules/" not in path


def extract(path: str, text: str) -> Iterator[Row]:
    """One locked version a package that was installed from elsewhere; the tree's own say where they are."""
    lock = read_json_with_comments(text)
    if not isinstance(lock.value, dict):
        raise Malformed("holds no object")
    version = lock.at("lockfileVersion")
    if version not in _VERSIONS:
        why = f"has the lockfileVersion {str(version)[:50]!r}, which is neither 0 nor 1"
        yield Skipped(path=path, line=lock.line("lockfileVersion"), reason=why)
        return
    folders: dict[str, str] = {}
    for folder in lock.mapping("workspaces"):
        folders[lock.text("workspaces", folder, "name") or ""] = folder
        yield Definition(group=MEMBER, name=folder, value="", path=path, line=lock.line("workspaces", folder))
    for key in lock.mapping("packages"):
        yield from _package(path, lock, key, folders)


def _package(path: str, lock: Located, key: str, folders: dict[str, str]) -> Iterator[Row]:
    """An entry is a list that begins with ``name@version``; its key is the way to it below node_modules."""
    holder, name = _parted(key)
    real, version = split_descriptor(lock.text("packages", key, 0) or "")
    if not version or version.startswith(("workspace:", "file:", "link:")):
        return
    if ":" in version:  # a repository or an archive: what is behind the # is the commit
        version = read_spec(real, version).constraint or ""
    if version:
        yield Locked(
            ecosystem="npm",
            name=real,
            version=version,
            path=path,
            line=lock.line("packages", key),
            holder=folders.get(holder, f"node_modules/{holder}" if holder else ""),
            constraint=_asked(lock, folders.get(holder, holder), name),
        )


def _parted(key: str) -> tuple[str, str]:
    """``holder/name``, where each may be of a scope."""
    parts = key.split("/")
    last = 2 if len(parts) > 1 and parts[-2].startswith("@") else 1
    return "/".join(parts[:-last]), "/".join(parts[-last:])


def _asked(lock: Located, folder: str, name: str) -> str | None:
    """The demand as the holder's manifest had it; the lock repeats those of the tree's own packages."""
    place = ("workspaces", folder)
    found = (lock.text(*place, section, name) for section in _ASKED)
    return next((read_spec(name, each).constraint for each in found if each), None)


EXTRACTOR = Extractor(
    id="bun-lock",
    title="Bun lock files (bun.lock)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("bun.lock",),
)
