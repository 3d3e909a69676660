"""CMake: the packages that a build looks for and the sources that it fetches, as its scripts name them.

Source: [find_package](https://cmake.org/cmake/help/latest/command/find_package.html).
"""

import re
from collections.abc import Callable, Iterator

from gitops_assets.core.dependencies.ecosystems.fetched import fetched
from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Extractor,
    Kind,
    Publication,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.cmake_text import Command, commands
from gitops_assets.core.remote_url import redact

LENGTH = 1000
_REFERENCE = re.compile(r"\$\{([^${}\s]{1,200})\}")
_VERSION = re.compile(r"[0-9]\w*+(?:\.\w++)*+(?:\.\.\.<?[0-9]\w*+(?:\.\w++)*+)?")
_MODULE = re.compile(r"([^\s<>=]{1,200})\s{0,9}((?:[<>]=?|=).{0,100})?")
_SHORT = re.compile(r"(gh|gl|bb):([^@#\s]{1,200})(?:@([^#\s]{1,100}))?(?:#(\S{1,100}))?")
_FORGES = {"gh": "https://github.com/", "gl": "https://gitlab.com/", "bb": "https://bitbucket.org/"}
_OWNED = tuple(
    (f"{name}_REPOSITORY", _FORGES[key])
    for name, key in (("GITHUB", "gh"), ("GITLAB", "gl"), ("BITBUCKET", "bb"))
)
_FLAGS = frozenset(
    ["REQUIRED", "QUIET", "NO_CMAKE_PATH", "NO_CMAKE_ENVIRONMENT_PATH", "IMPORTED_TARGET", "GLOBAL", "STATIC"]
)
_TESTS = frozenset(["test", "tests", "testing", "unittest", "unittests", "test_package"])
_ASIDE = frozenset(
    ["example", "examples", "sample", "samples", "benchmark", "benchmarks", "doc", "docs", "demo"]
)


def wants(path: str) -> bool:
    """``CMakeLists.txt`` and every module."""
    return path.endswith(("CMakeLists.txt", ".cmake"))


def extract(path: str, text: str) -> Iterator[Row]:
    """What stands in the script, whatever its conditions; variables are those that it set before."""
    variables: dict[str, str] = {}
    for command in commands(text):
        if command.name == "set" and len(command.arguments) > 1:
            variables[command.arguments[0]] = _filled(command.arguments[1], variables)[:LENGTH]
            continue
        reader = _READERS.get(command.name)
        if reader is None or not command.arguments:
            continue
        arguments = tuple(_filled(each, variables) for each in command.arguments)
        known = Command(command.name, command.line, arguments, command.lines)
        if command.name == "project":
            variables |= {"PROJECT_NAME": arguments[0], "PROJECT_VERSION": _fields(known).get("VERSION", "")}
        yield from reader(known, path)


def _filled(text: str, variables: dict[str, str]) -> str:
    if "${" not in text or len(text) > LENGTH:
        return text
    return _REFERENCE.sub(lambda found: variables.get(found[1]) or found[0], text)


def _project(command: Command, path: str) -> Iterator[Row]:
    """What a project is called is what others look for, as far as one can tell; tests offer nothing."""
    name, version = command.arguments[0], _fields(command).get("VERSION")
    if "${" not in name and _scope(path, needed=True) is Scope.RUNTIME and path.endswith("CMakeLists.txt"):
        yield Publication(
            kind=Kind.PACKAGE,
            ecosystem="cmake",
            name=name,
            path=path,
            line=command.line,
            version=version if version and "${" not in version else None,
            confidence=Confidence.INFERRED,
        )


def _found(command: Command, path: str) -> Iterator[Row]:
    """A package that is looked for; without ``REQUIRED`` the build goes on when there is none."""
    name, *rest = command.arguments
    if "${" in name:
        yield _unknown(command, path)
        return
    said = rest[0] if rest else ""
    version = said if _VERSION.fullmatch(said) or ("${" in said and "VERSION" in said.upper()) else None
    needed = "REQUIRED" in rest or command.name == "find_dependency"
    yield _row(command, path, name, constraint=version, needed=needed)


def _modules(command: Command, path: str) -> Iterator[Row]:
    """The libraries that are looked for with pkg-config."""
    needed = "REQUIRED" in command.arguments
    for written in command.arguments[1:]:
        found = None if written in _FLAGS or "${" in written else _MODULE.fullmatch(written)
        if found:
            yield _row(command, path, found[1], constraint=found[2], needed=needed, ecosystem="pkg-config")


def _fetched(command: Command, path: str) -> Iterator[Row]:
    """A source that is fetched at configuration or build time."""
    fields = _fields(command)
    repository = fields.get("GIT_REPOSITORY") or fields.get("URL")
    if "${" in command.arguments[0]:
        yield _unknown(command, path)
    elif repository:
        yield _source(command, path, command.arguments[0], repository, fields.get("GIT_TAG"))


def _cpm(command: Command, path: str) -> Iterator[Row]:
    """The same over CPM.cmake, with its short forms."""
    fields = _fields(command)
    short = _SHORT.fullmatch(fields.get("URI") or command.arguments[0])
    if short:
        address = _FORGES[short[1]] + short[2]
        yield _source(command, path, short[2].rpartition("/")[2], address, short[4] or short[3])
        return
    owned = (forge + fields[key] for key, forge in _OWNED if key in fields)
    repository = next(owned, "") or fields.get("GIT_REPOSITORY") or fields.get("URL") or ""
    name = fields.get("NAME") or redact(repository).rpartition("/")[2].removesuffix(".git")
    if name and repository:
        yield _source(command, path, name, repository, fields.get("GIT_TAG") or fields.get("VERSION"))


def _source(command: Command, path: str, name: str, address: str, tag: str | None) -> Dependency:
    url, version = fetched(address, tag)
    exact = version if version and re.fullmatch(r"[0-9a-f]{40}", version) else None
    return _row(command, path, name, constraint=version, resolved=exact, url=redact(url))


def _row(
    command: Command,
    path: str,
    name: str,
    *,
    constraint: str | None = None,
    resolved: str | None = None,
    url: str | None = None,
    needed: bool = True,
    ecosystem: str = "cmake",
) -> Dependency:
    known = url is not None and "${" not in url + (constraint or "")
    return Dependency(
        kind=Kind.PACKAGE,
        ecosystem=ecosystem,
        name=name,
        path=path,
        line=command.line,
        scope=_scope(path, needed=needed),
        constraint=constraint,
        resolved=resolved,
        confidence=Confidence.DECLARED if known else Confidence.INFERRED,
        url=url,
    )


def _scope(path: str, *, needed: bool) -> Scope:
    folders = set(path.lower().split("/")[:-1])
    if folders & _TESTS:
        return Scope.TEST
    if folders & _ASIDE:
        return Scope.DEV
    return Scope.RUNTIME if needed else Scope.OPTIONAL


def _fields(command: Command) -> dict[str, str]:
    """The argument after each one; only those after a keyword are asked for."""
    return dict(zip(reversed(command.arguments[:-1]), reversed(command.arguments[1:]), strict=True))


def _unknown(command: Command, path: str) -> Skipped:
    reason = f"asks for {command.arguments[0][:80]}, which only the program knows"
    return Skipped(path=path, line=command.line, reason=reason)


_READERS: dict[str, Callable[[Command, str], Iterator[Row]]] = {
    "project": _project,
    "find_package": _found,
    "find_dependency": _found,
    "pkg_check_modules": _modules,
    "pkg_search_module": _modules,
    "fetchcontent_declare": _fetched,
    "externalproject_add": _fetched,
    "cpmaddpackage": _cpm,
    "cpmfindpackage": _cpm,
    "cpmdeclarepackage": _cpm,
}

EXTRACTOR = Extractor(
    id="cmake",
    title="CMake (CMakeLists.txt, *.cmake)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("cmakelists.txt", ".cmake"),
)
