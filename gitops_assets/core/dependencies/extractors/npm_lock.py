"""npm lock files: the versions that npm chose, each with the folder that it was chosen for.

Reads package-lock.json and npm-shrinkwrap.json in the versions 1 to 3; of version 2, which says everything
twice, the part that version 3 kept.

Source: [package-lock.json](https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Definition, Extractor, Locked, Malformed, Row, Skipped
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.lock_members import MEMBER
from gitops_assets.core.dependencies.parsers.npm_spec import read_spec, split_descriptor
from gitops_assets.core.dependencies.parsers.tree_path import file_of

_MODULES = "node_modules/"
_ASKED = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")


def wants(path: str) -> bool:
    """Every lock file of npm's."""
    return file_of(path) in {"package-lock.json", "npm-shrinkwrap.json"} and _MODULES not in path


def extract(path: str, text: str) -> Iterator[Row]:
    """One locked version a package that was installed from elsewhere; links into the tree are none."""
    lock = read_json(text)
    if not isinstance(lock.value, dict):
        raise Malformed("holds no object")
    version = lock.at("lockfileVersion")
    if version in {2, 3}:
        yield from _packages(path, lock)
    elif version == 1 or (version is None and "dependencies" in lock.value):
        yield Definition(group=MEMBER, name="", value="", path=path, line=1)
        yield from _nested(path, lock)
    else:
        why = f"has the lockfileVersion {str(version)[:50]!r}, which is none of 1, 2 and 3"
        yield Skipped(path=path, line=lock.line("lockfileVersion"), reason=why)


def _packages(path: str, lock: Located) -> Iterator[Row]:
    for key in lock.mapping("packages"):
        line = lock.line("packages", key)
        holder, modules, name = key.rpartition(_MODULES)
        if not modules:
            yield Definition(group=MEMBER, name=key, value="", path=path, line=line)
            continue
        version = lock.text("packages", key, "version")
        if version and lock.at("packages", key, "link") is not True:
            yield Locked(
                ecosystem="npm",
                name=lock.text("packages", key, "name") or name,
                version=version,
                path=path,
                line=line,
                holder=holder.rstrip("/"),
                constraint=_asked(lock, holder.rstrip("/"), name),
            )


def _asked(lock: Located, holder: str, name: str) -> str | None:
    """The demand as the holder's manifest had it; the lock repeats those of the tree's own packages."""
    if _MODULES in f"{holder}/":
        return None
    found = (lock.text("packages", holder, section, name) for section in _ASKED)
    return next((read_spec(name, each).constraint for each in found if each), None)


def _nested(path: str, lock: Located) -> Iterator[Row]:
    waiting: list[tuple[Place, str]] = [((), "")]
    while waiting:
        place, holder = waiting.pop()
        for name in lock.mapping(*place, "dependencies"):
            here = (*place, "dependencies", name)
            yield from _entry(path, lock, here, holder)
            waiting.append((here, f"{holder}/{_MODULES}{name}".lstrip("/")))


def _entry(path: str, lock: Located, here: Place, holder: str) -> Iterator[Row]:
    name, version = str(here[-1]), lock.text(*here, "version")
    if version is None or version.startswith(("file:", "link:")):
        return
    if version.startswith("npm:"):
        name, version = split_descriptor(version.removeprefix("npm:"))
    elif ":" in version:  # a repository or an archive: what is behind the # is the commit
        version = read_spec(name, version).constraint or ""
    if version:
        yield Locked(
            ecosystem="npm", name=name, version=version, path=path, line=lock.line(*here), holder=holder
        )


EXTRACTOR = Extractor(
    id="npm-lock",
    title="npm lock files (package-lock.json, npm-shrinkwrap.json)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("package-lock.json", "npm-shrinkwrap.json"),
)
