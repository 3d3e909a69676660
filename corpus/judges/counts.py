"""Kinds for which no tool of their own is at hand: an independent count is the judge, and is called so.

Each count reads the file its own, simpler way: with Python's readers of TOML, YAML, XML and INI, or as
``grep`` would.
"""

import configparser
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence

import yaml
from defusedxml.ElementTree import fromstring
from packaging.utils import canonicalize_name

from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.model import Dependency, Locked

_Fact = Callable[[Dependency | Locked, str], Fact | None]
_Count = Callable[[str], Iterator[Fact]]

_FIND = re.compile(r"^[ \t]*find_package\s*\(\s*([^\s()$\"]+)", re.IGNORECASE | re.MULTILINE)
_GRADLE = re.compile(r"""^[ \t]*\w+[ \t]*\(?[ \t]*["']([\w.-]+:[\w.-]+)(?::[^"'\n]*)?["']""", re.MULTILINE)
_GEM = re.compile(r"""^[ \t]*gem[ \t]*\(?[ \t]*["']([^"'\n]+)["']""", re.MULTILINE)
_KEY = re.compile(r"/?(@?[^@]+)@([^(]+)")


def _lines(pattern: re.Pattern[str]) -> _Count:
    """The count of every match, with the line that it begins in."""

    def count(text: str) -> Iterator[Fact]:
        for found in pattern.finditer(text):
            yield str(text.count("\n", 0, found.start()) + 1), found[1]

    return count


def _catalog(text: str) -> Iterator[Fact]:
    catalog = tomllib.loads(text)
    for entry in catalog.get("libraries", {}).values():
        version = entry.get("version", "")
        if isinstance(version, dict):
            version = catalog["versions"][version["ref"]]
        yield entry.get("module") or f"{entry['group']}:{entry['name']}", version


def _dotnet(text: str) -> Iterator[Fact]:
    for element in fromstring(text).iter():
        if element.tag.rpartition("}")[2] == "PackageReference" and element.get("Include"):
            yield element.get("Include", "").lower(), element.get("Version") or ""


def _crates(text: str) -> Iterator[Fact]:
    packages = tomllib.loads(text).get("package", [])
    return ((each["name"], each["version"]) for each in packages if "source" in each)


def _pythons(text: str) -> Iterator[Fact]:
    read = tomllib.loads(text)
    for each in (*read.get("package", ()), *read.get("packages", ())):
        if "version" in each and (each.get("source") or {}).get("type") != "directory":
            yield canonicalize_name(each["name"]), each["version"]


def _pnpm(text: str) -> Iterator[Fact]:
    for key in next(yaml.load_all(text, Loader=yaml.CSafeLoader)).get("packages") or ():
        if found := _KEY.fullmatch(key.partition("(")[0]):
            yield found[1], found[2]


def _wrap(text: str) -> Iterator[Fact]:
    read = configparser.ConfigParser(interpolation=None)
    read.read_string(text)
    wraps = (read[name] for name in read.sections() if name.startswith("wrap-"))
    addresses = (each.get("url") or each.get("source_url") for each in wraps)
    return ((each.removesuffix("/"),) for each in addresses if each)


def _found(row: Dependency | Locked, line: str) -> Fact | None:
    return (str(row.line), row.name) if "find_package" in line.lower() else None


def _written(row: Dependency | Locked, line: str) -> Fact | None:
    return (str(row.line), row.name) if row.ecosystem in {"maven", "gem"} and row.name in line else None


def _named(row: Dependency | Locked, _line: str) -> Fact | None:
    version = row.version if isinstance(row, Locked) else row.constraint
    return row.name, version or ""


def _referred(row: Dependency | Locked, _line: str) -> Fact | None:
    own = isinstance(row, Dependency) and row.local is not None
    return None if own else (row.name.lower(), row.constraint or "" if isinstance(row, Dependency) else "")


def _library(row: Dependency | Locked, line: str) -> Fact | None:
    return None if "id" in re.findall(r"\w+(?= *=)", line) else _named(row, line)


def _addressed(row: Dependency | Locked, _line: str) -> Fact | None:
    return (row.url,) if isinstance(row, Dependency) and row.url else None


def _judge(extractor: str, way: str, compares: str, fact: _Fact, count: _Count) -> Judge:
    def ours(tree: Tree, path: str) -> Iterator[Fact]:
        lines = tree.text(path).split("\n")
        for row in tree.rows(path, extractor):
            if isinstance(row, Dependency | Locked) and (told := fact(row, lines[row.line - 1])):
                yield told

    def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
        return {path: _counted(count, tree.text(path)) for path in paths}

    registered = EXTRACTORS.get(extractor)
    return Judge(
        id=extractor,
        title=registered.title,
        tool=f"independent count: {way}",
        compares=compares,
        wants=registered.wants,
        ours=ours,
        theirs=theirs,
        own=True,
    )


def _counted(count: _Count, text: str) -> Answer:
    try:
        return list(count(text))
    except (ValueError, yaml.YAMLError, configparser.Error) as error:
        return Refused(str(error).partition("\n")[0][:160])


COUNTS = (
    _judge("cargo-lock", "the entries with a source, by tomllib", "name, version", _named, _crates),
    _judge("poetry-lock", "the entries, by tomllib", "name, version", _named, _pythons),
    _judge("pylock", "the entries, by tomllib", "name, version", _named, _pythons),
    _judge("pnpm-lock", "the keys of `packages`, by PyYAML", "name, version", _named, _pnpm),
    _judge("gradle-catalog", "the libraries, by tomllib", "coordinates, version", _library, _catalog),
    _judge("gradle-build", "lines that `grep` finds", "line, coordinates", _written, _lines(_GRADLE)),
    _judge("dotnet-project", "`PackageReference` elements", "name, version", _referred, _dotnet),
    _judge("cmake", "lines with `find_package(`, by `grep`", "line, package", _found, _lines(_FIND)),
    _judge("meson-wrap", "the address, by configparser", "address", _addressed, _wrap),
    _judge("gemfile", "lines that begin with `gem`, by `grep`", "line, gem", _written, _lines(_GEM)),
)
