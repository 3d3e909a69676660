"""Gradle's lock files: the versions that were chosen for every configuration.

Source: [Locking versions](https://docs.gradle.org/current/userguide/dependency_locking.html).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Extractor, Locked, Row, Skipped


def wants(path: str) -> bool:
    """One file a project, one for its build script, or (before Gradle 7) one a configuration."""
    return path.endswith("gradle.lockfile") or (
        path.endswith(".lockfile") and "gradle/dependency-locks/" in path
    )


def extract(path: str, text: str) -> Iterator[Row]:
    """One row a module; the older files stand two folders deeper than their project, which holds them."""
    holder = "../.." if "gradle/dependency-locks/" in path else ""
    for line, written in enumerate(text.split("\n"), start=1):
        entry = written.strip().partition("=")[0]
        if not entry or entry.startswith("#") or entry == "empty":
            continue
        parts = entry.split(":")
        if len(parts) != 3 or not all(parts):
            yield Skipped(path=path, line=line, reason="has a line that is no group:artifact:version")
            continue
        yield Locked(
            ecosystem="maven",
            name=":".join(parts[:2]),
            version=parts[2],
            path=path,
            line=line,
            holder=holder,
        )


EXTRACTOR = Extractor(
    id="gradle-lockfile",
    title="Gradle lock files (gradle.lockfile)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".lockfile",),
)
