"""Git submodules: the repositories whose commits a tree contains.

Source: [gitmodules](https://git-scm.com/docs/gitmodules).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.links.git_submodules import PLACE
from gitops_assets.core.dependencies.model import (
    Definition,
    Dependency,
    Extractor,
    Kind,
    Malformed,
    Row,
    Skipped,
)
from gitops_assets.core.remote_url import redact
from gitops_assets.core.state.git_config import ConfigError, collect, parse_config

_SECTION = re.compile(r'^[ \t]*\[submodule[ \t]+"((?:[^"\\\n]|\\.)*)"[ \t]*\]', re.MULTILINE)


def wants(path: str) -> bool:
    """The file that git itself reads: the one at the top of the tree."""
    return path == ".gitmodules"


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency a submodule; a URL that is relative (``../other``) stays so until its fleet is known."""
    try:
        config = collect(parse_config(text))
    except ConfigError as fault:
        raise Malformed(f"is no git configuration: {fault}") from None
    lines = {found[1]: text.count("\n", 0, found.start()) + 1 for found in _SECTION.finditer(text)}
    for name in config.subsections("submodule"):
        line, url = lines.get(name, 1), config.get(f"submodule.{name}.url")
        if not url:
            yield Skipped(path=path, line=line, reason=f"names no url for the submodule {name!r}")
            continue
        if place := config.get(f"submodule.{name}.path"):
            yield Definition(group=PLACE, name=name, value=place, path=path, line=line)
        yield Dependency(
            kind=Kind.SUBMODULE,
            ecosystem="git",
            name=redact(url),
            path=path,
            line=line,
            constraint=config.get(f"submodule.{name}.branch"),
            url=redact(url),
        )


EXTRACTOR = Extractor(
    id="git-submodules",
    title="Git submodules (.gitmodules)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".gitmodules",),
)
