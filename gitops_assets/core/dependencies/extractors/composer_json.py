"""PHP packages: what a package is called, what it needs, and where else than on Packagist that is looked for.

Source: [The composer.json schema](https://getcomposer.org/doc/04-schema.md).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from gitops_assets.core.dependencies.model import (
    Definition,
    Dependency,
    Extractor,
    Kind,
    Publication,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.demand import repetitions
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of, path_from
from gitops_assets.core.dependencies.parsers.vendored import vendored
from gitops_assets.core.remote_url import redact

FOLDERS = "composer:folders"
"""The group of globs over folders that hold packages (a repository of type ``path``)."""

REPOSITORY = "composer:repository"
"""The group of git repositories that hold a package, which only they themselves name."""

FOLDER_GLOBS = 200
"""Repositories of type ``path`` that a manifest may have; each is compared with each package of the tree."""

_SCOPES = {"require": Scope.RUNTIME, "require-dev": Scope.DEV}
_VERSIONED = frozenset({"vcs", "git", "github", "gitlab", "bitbucket", "git-bitbucket", "forgejo"})


def wants(path: str) -> bool:
    """Every manifest of the tree."""
    return file_of(path) == "composer.json" and not vendored(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """The package, one dependency an entry, and the repositories that a linker looks through.

    What the platform brings (``php``, ``ext-…``, ``lib-…``: a name without a vendor) is no package. What a
    package replaces or provides is not published: nobody gets it by that name unless it is there already.
    """
    document = read_json(text)
    yield from repetitions(path, document)
    if name := document.text("name"):
        yield Publication(
            kind=Kind.PACKAGE,
            ecosystem="composer",
            name=name.lower(),
            path=path,
            line=document.line("name"),
            version=document.text("version"),
        )
    sources = dict(_sources(document))
    for table, scope in _SCOPES.items():
        for package, written in document.mapping(table).items():
            if "/" in package:
                yield Dependency(
                    kind=Kind.PACKAGE,
                    ecosystem="composer",
                    name=package.lower(),
                    path=path,
                    line=document.line(table, package),
                    scope=scope,
                    constraint=written if isinstance(written, str) and written else None,
                    url=sources.get(package.lower()),
                )
    yield from _repositories(path, document)


def _each_repository(document: Located) -> Iterator[tuple[str | int, Mapping[str, Any]]]:
    """The repositories, which stand in a list or under names of their own."""
    written = document.at("repositories")
    pairs = written.items() if isinstance(written, dict) else enumerate(document.items("repositories"))
    return ((key, each) for key, each in pairs if isinstance(each, dict))


def _sources(document: Located) -> Iterator[tuple[str, str]]:
    """Packages that are described in the manifest itself (type ``package``), with their url."""
    for _, each in _each_repository(document):
        package = each.get("package") if each.get("type") == "package" else None
        for described in package if isinstance(package, list) else [package]:
            inner = Located(described)
            name, url = inner.text("name"), inner.text("source", "url")
            if name and url and inner.at("source", "type") == "git":
                yield name.lower(), redact(url)


def _repositories(path: str, document: Located) -> Iterator[Row]:
    globs = 0
    for key, each in _each_repository(document):
        line, url = document.line("repositories", key, "url"), each.get("url")
        if not isinstance(url, str) or not url:
            continue
        if each.get("type") in _VERSIONED:
            yield Definition(group=REPOSITORY, name=redact(url), value="", path=path, line=line)
        elif each.get("type") == "path":
            globs += 1
            yield _folders(path, line, url, globs)


def _folders(path: str, line: int, written: str, nth: int) -> Row:
    folders = path_from(folder_of(path), written)
    if folders is not None and nth <= FOLDER_GLOBS:
        return Definition(group=FOLDERS, name=folders, value=written, path=path, line=line)
    why = f"takes packages from outside of the tree ({written[:200]})"
    if folders is not None:
        why = f"has more than {FOLDER_GLOBS} folders to take packages from"
    return Skipped(path=path, line=line, reason=why)


EXTRACTOR = Extractor(
    id="composer-json",
    title="PHP packages (composer.json)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("composer.json",),
)
