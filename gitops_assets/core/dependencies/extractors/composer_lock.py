"""PHP's lock: the version of every package that is installed, and the repository it was found in.

Source: [composer.lock](https://getcomposer.org/doc/01-basic-usage.md#commit-your-composer-lock-file-to-version-control).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Definition, Extractor, Locked, Malformed, Row
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.tree_path import file_of
from gitops_assets.core.dependencies.parsers.vendored import vendored
from gitops_assets.core.remote_url import redact

SOURCE = "composer:source"
"""The group of git repositories (``value``) that packages (``name``) are in."""


def wants(path: str) -> bool:
    """Every lock of the tree."""
    return file_of(path) == "composer.lock" and not vendored(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """One locked version a package; one that comes from a folder is not locked but read in place."""
    document = read_json(text)
    if not isinstance(document.at("packages"), list):
        raise Malformed("has no list of packages")
    for table in ("packages", "packages-dev"):
        for nth in range(len(document.items(table))):
            yield from _package(path, document, table, nth)


def _package(path: str, document: Located, table: str, nth: int) -> Iterator[Row]:
    name, version = (document.text(table, nth, key) for key in ("name", "version"))
    line = document.line(table, nth, "name")
    if name is None or version is None:
        raise Malformed("has a package without a name or a version", line)
    if document.at(table, nth, "dist", "type") != "path":
        yield Locked(ecosystem="composer", name=name.lower(), version=version, path=path, line=line)
    url = document.text(table, nth, "source", "url")
    if url and document.at(table, nth, "source", "type") == "git":
        line = document.line(table, nth, "source", "url")
        yield Definition(group=SOURCE, name=name.lower(), value=redact(url), path=path, line=line)


EXTRACTOR = Extractor(
    id="composer-lock",
    title="PHP's lock (composer.lock)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("composer.lock",),
)
