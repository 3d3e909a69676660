"""Meson's wraps: the subprojects that a build fetches when a machine has no such library.

Source: [Wrap dependency system](https://mesonbuild.com/Wrap-dependency-system-manual.html).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.fetched import fetched
from gitops_assets.core.dependencies.model import Dependency, Extractor, Kind, Malformed, Row, Scope
from gitops_assets.core.dependencies.parsers.tree_path import folder_of, path_from
from gitops_assets.core.remote_url import redact


def wants(path: str) -> bool:
    """``subprojects/*.wrap``."""
    return path.endswith(".wrap") and "subprojects/" in path


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency, called as its file is; a wrap that redirects leads to another of the tree."""
    section, line, fields = _read(text)
    if not section.startswith("wrap-"):
        raise Malformed("is no wrap: it has no section for one")
    address = fields.get("url") or fields.get("source_url")
    if section == "wrap-redirect":
        return
    name = path.rpartition("/")[2].removesuffix(".wrap")
    if not address:
        if section != "wrap-file":
            raise Malformed("names no url", line)
        yield _carried(path, line, name, fields)
        return
    url, version = fetched(address, fields.get("revision") or fields.get("wrapdb_version"))
    yield Dependency(
        kind=Kind.PACKAGE,
        ecosystem="meson",
        name=name,
        path=path,
        line=line,
        scope=Scope.OPTIONAL,
        constraint=version,
        resolved=version if version and re.fullmatch(r"[0-9a-f]{40}", version) else None,
        url=redact(url),
    )


def _carried(path: str, line: int, name: str, fields: dict[str, str]) -> Dependency:
    """A wrap without an address says how to build what the tree itself carries beside it."""
    folder = path_from(folder_of(path), fields.get("directory") or name)
    if folder is None:
        raise Malformed("has its sources outside of the tree", line)
    return Dependency(
        kind=Kind.PACKAGE,
        ecosystem="meson",
        name=name,
        path=path,
        line=line,
        scope=Scope.OPTIONAL,
        local=folder,
    )


def _read(text: str) -> tuple[str, int, dict[str, str]]:
    """The name, line and fields of the section that says where the sources are."""
    section, start, current = "", 1, ""
    fields: dict[str, str] = {}
    for line, written in enumerate(text.split("\n"), start=1):
        entry = written.strip()
        if entry.startswith("["):
            current = entry.strip("[]").strip()
            section, start = (current, line) if current.startswith("wrap-") else (section, start)
        elif "=" in entry and not entry.startswith("#") and current == section:
            key, _, value = entry.partition("=")
            fields[key.strip()] = value.strip()
    return section, start, fields


EXTRACTOR = Extractor(
    id="meson-wrap",
    title="Meson wraps (subprojects/*.wrap)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".wrap",),
    version=2,
)
