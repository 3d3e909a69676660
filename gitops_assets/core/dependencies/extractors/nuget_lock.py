"""NuGet's lock file: the version of every package that was chosen, for each target framework.

Source: [Locking dependencies](https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Extractor, Locked, Malformed, Row, Skipped
from gitops_assets.core.dependencies.parsers.json_text import read_json

VERSIONS = (1, 2)


def wants(path: str) -> bool:
    """``packages.lock.json``, or one with a project's name in it."""
    name = path.rpartition("/")[2]
    return name.startswith("packages.") and name.endswith("lock.json")


def extract(path: str, text: str) -> Iterator[Row]:
    """One row a package and framework; projects of the same solution have no version and are left out."""
    lock = read_json(text)
    if not isinstance(lock.value, dict) or "dependencies" not in lock.value:
        raise Malformed("is no lock file of NuGet: it has no dependencies")
    if lock.at("version") not in VERSIONS:
        reason = f"has version {lock.at('version')!r} of the lock file's format, which is not known"
        raise Malformed(reason, lock.line("version"))
    for framework in lock.mapping("dependencies"):
        for name in lock.mapping("dependencies", framework):
            place = ("dependencies", framework, name)
            if lock.text(*place, "type") == "Project":
                continue
            version = lock.text(*place, "resolved")
            if version is None:
                yield Skipped(path=path, line=lock.line(*place), reason=f"has no version for {name!r}")
                continue
            yield Locked(
                ecosystem="nuget",
                name=name,
                version=version,
                path=path,
                line=lock.line(*place),
                constraint=lock.text(*place, "requested"),
            )


EXTRACTOR = Extractor(
    id="nuget-lock",
    title="NuGet lock files (packages.lock.json)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("lock.json",),
)
