"""Go checksums: the versions of modules whose content was downloaded.

Source: [go.sum files](https://go.dev/ref/mod#go-sum-files).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Extractor, Locked, Malformed, Row
from gitops_assets.core.dependencies.parsers.tree_path import file_of
from gitops_assets.core.dependencies.parsers.vendored import vendored


def wants(path: str) -> bool:
    """The checksums beside a go.mod or a go.work."""
    return file_of(path) in {"go.sum", "go.work.sum"} and not vendored(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """One locked version a module whose content has a hash.

    A line for ``version/go.mod`` only says that the version was looked at while versions were chosen.
    """
    for line, written in enumerate(text.split("\n"), start=1):
        words = written.split()
        if not words:
            continue
        if len(words) != 3:
            raise Malformed("has a line that is not `module version hash`", line)
        module, version, _ = words
        if not version.endswith("/go.mod"):
            yield Locked(ecosystem="golang", name=module, version=version, path=path, line=line)


EXTRACTOR = Extractor(
    id="go-sum",
    title="Go checksums (go.sum)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".sum",),
)
