"""pnpm's lock files: the versions that pnpm chose, for each package of the workspace and below it.

Reads the versions 5 to 9, whose keys differ (``/name/1.0.0``, ``/name@1.0.0``, ``name@1.0.0``).

Source: [pnpm-lock.yaml](https://github.com/pnpm/spec/tree/master/lockfile).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Definition, Extractor, Locked, Malformed, Row, Skipped
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.lock_members import MEMBER
from gitops_assets.core.dependencies.parsers.npm_spec import read_spec, split_descriptor
from gitops_assets.core.dependencies.parsers.tree_path import file_of, path_from
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document

_SECTIONS = ("dependencies", "devDependencies", "optionalDependencies")
_VERSIONS = frozenset("56789")
_STORE = "node_modules/.pnpm"
"""Where pnpm keeps what no package of the workspace asked for directly."""


def wants(path: str) -> bool:
    """Every pnpm-lock.yaml."""
    return file_of(path) == "pnpm-lock.yaml" and "node_modules/" not in path


def extract(path: str, text: str) -> Iterator[Row]:
    """What each package of the workspace got for its demand, then what else was installed."""
    # What stands behind "snapshots" repeats, for every package, which other packages it got.
    lock = read_yaml_document(text.partition("\nsnapshots:")[0])
    if not isinstance(lock.value, dict):
        raise Malformed("holds no mapping")
    version = str(lock.at("lockfileVersion"))
    if version.partition(".")[0] not in _VERSIONS:
        why = f"has the lockfileVersion {version[:50]!r}, which is none of 5 to 9"
        yield Skipped(path=path, line=lock.line("lockfileVersion"), reason=why)
        return
    direct: set[tuple[str, str]] = set()
    for folder, place in _importers(lock):
        yield Definition(group=MEMBER, name=folder, value="", path=path, line=lock.line(*place))
        for row in _importer(path, lock, folder, place):
            direct.add((row.name, row.version))
            yield row
    yield from _others(path, lock, direct)


def _importers(lock: Located) -> Iterator[tuple[str, Place]]:
    """The folders of the packages of a workspace; outside of one, the top of the file is the only one."""
    folders = lock.mapping("importers")
    if not folders:
        yield "", ()
    for folder in folders:
        inside = path_from("", folder)
        if inside is not None:
            yield inside, ("importers", folder)


def _importer(path: str, lock: Located, folder: str, place: Place) -> Iterator[Locked]:
    for section in _SECTIONS:
        for name, chosen in lock.mapping(*place, section).items():
            here = (*place, section, name)
            version = chosen if isinstance(chosen, str) else lock.text(*here, "version")
            specifier = lock.text(*here, "specifier") or lock.text(*place, "specifiers", name) or ""
            demand = read_spec(name, specifier)
            found = _version(demand.name, version or "")
            if found and demand.file is None:
                yield Locked(
                    ecosystem=demand.ecosystem,
                    name=demand.name,
                    version=found,
                    path=path,
                    line=lock.line(*here),
                    holder=folder,
                    constraint=demand.constraint,
                )


def _others(path: str, lock: Located, direct: set[tuple[str, str]]) -> Iterator[Row]:
    slashed = str(lock.at("lockfileVersion")).startswith("5")
    for key in lock.mapping("packages"):
        name, version = _key(key, slashed=slashed)
        name = lock.text("packages", key, "name") or name
        version = lock.text("packages", key, "version") or version
        if name and version[:1].isdigit() and (name, version) not in direct:
            direct.add((name, version))
            yield Locked(
                ecosystem="npm",
                name=name,
                version=version,
                path=path,
                line=lock.line("packages", key),
                holder=_STORE,
            )


def _version(name: str, written: str) -> str | None:
    """The bare version out of ``1.0.0(peer@2)``, ``1.0.0_peer@2``, ``/name/1.0.0`` and ``name@1.0.0``.

    Of a repository or an archive it is the last part of the address, the commit.
    """
    if written.startswith(("link:", "file:")):
        return None
    bare = written.partition("(")[0]
    prefix = next((each for each in (f"/{name}/", f"/{name}@", f"{name}@") if bare.startswith(each)), "")
    return bare.removeprefix(prefix).partition("_")[0].rpartition("/")[2] or None


def _key(key: str, *, slashed: bool) -> tuple[str, str]:
    bare = key.partition("(")[0].removeprefix("/")
    if not slashed:
        return split_descriptor(bare)
    name, _, version = bare.rpartition("/")
    return name, version.partition("_")[0]


EXTRACTOR = Extractor(
    id="pnpm-lock",
    title="pnpm lock files (pnpm-lock.yaml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("pnpm-lock.yaml",),
)
