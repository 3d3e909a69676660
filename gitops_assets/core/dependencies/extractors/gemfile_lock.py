"""Ruby's lock: the version of every gem that a bundle is made of.

Source: [bundle-lock(1)](https://bundler.io/man/bundle-lock.1.html).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Extractor, Locked, Malformed, Row
from gitops_assets.core.dependencies.parsers.tree_path import file_of
from gitops_assets.core.dependencies.parsers.vendored import vendored

_SECTION = re.compile(r"[A-Z][A-Z ]*")
_SPEC = re.compile(r" {4}([^\s()]+) \(([^\s()]+)\)")
_DIRECT = re.compile(r" {2}([^\s()!]+)(?: \(([^()]+)\))?!?")
_SOURCES = frozenset({"GEM", "GIT", "PLUGIN SOURCE"})
_KNOWN = _SOURCES | {"PATH", "PLATFORMS", "DEPENDENCIES", "CHECKSUMS", "RUBY VERSION", "BUNDLED WITH"}


def wants(path: str) -> bool:
    """``Gemfile.lock``, ``gems.locked`` and those of the variants (``*.gemfile.lock``)."""
    name = file_of(path)
    return (name in {"Gemfile.lock", "gems.locked"} or name.endswith(".gemfile.lock")) and not vendored(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """One locked version a gem, with the demand of the Gemfile where it has one.

    A gem that is there for several platforms is one. What comes from a folder (``PATH``) is not locked but
    read in place.
    """
    lines = text.split("\n")
    demands = {name: demand for _, name, demand in _matching(lines, {"DEPENDENCIES"}, _DIRECT)}
    known = {section for _, section in _sections(lines) if section in _KNOWN}
    if text.strip() and not known:
        raise Malformed("has none of the sections of a lock")
    seen: set[tuple[str, str]] = set()
    for line, name, written in _matching(lines, _SOURCES, _SPEC):
        version = written.partition("-")[0]
        if (name, version) not in seen:
            seen.add((name, version))
            demand = demands.get(name)
            yield Locked(ecosystem="gem", name=name, version=version, path=path, line=line, constraint=demand)


def _sections(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Each line's number and the section that it is in."""
    section = ""
    for number, written in enumerate(lines, start=1):
        if written.startswith(("<<<<<<< ", ">>>>>>> ")):
            raise Malformed("has merge-conflict markers", number)
        section = written if _SECTION.fullmatch(written) else section
        yield number, section


def _matching(
    lines: list[str], sections: set[str] | frozenset[str], pattern: re.Pattern[str]
) -> Iterator[tuple[int, str, str]]:
    for number, section in _sections(lines):
        found = pattern.fullmatch(lines[number - 1]) if section in sections else None
        if found:
            yield number, found[1], found[2]


EXTRACTOR = Extractor(
    id="gemfile-lock",
    title="Ruby's lock (Gemfile.lock)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("gemfile.lock", "gems.locked"),
)
