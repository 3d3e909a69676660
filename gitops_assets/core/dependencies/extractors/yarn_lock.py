"""Yarn's lock files: the versions that Yarn chose, each for the demands that it answers.

Two formats under one name: version 1 has its own, the later ones ("berry") write YAML. Both put a line of
demands over the facts of one package, and that is read here line by line, so that a lock file of 100,000
lines costs no YAML parser's time.

Source: [yarn.lock](https://classic.yarnpkg.com/lang/en/docs/yarn-lock/).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Definition, Extractor, Locked, Malformed, Row, Skipped
from gitops_assets.core.dependencies.parsers.lock_members import MEMBER
from gitops_assets.core.dependencies.parsers.npm_spec import read_spec, split_descriptor
from gitops_assets.core.dependencies.parsers.tree_path import file_of

_FACT = re.compile(r"  ([A-Za-z]+):? +(.+)")
_MARKERS = ("<<<<<<< ", "=======", ">>>>>>> ", "||||||| ")
_VERSIONS = frozenset(map(str, range(4, 11)))
"""Versions of the berry format (``__metadata``) that were in use; they differ in checksums only."""


def wants(path: str) -> bool:
    """Every yarn.lock."""
    return file_of(path) == "yarn.lock" and "node_modules/" not in path


def extract(path: str, text: str) -> Iterator[Row]:
    """One locked version a demand; packages of the workspace itself say for which folders the lock speaks."""
    for line, head, facts in _blocks(text):
        if head == "__metadata":
            if facts.get("version") not in _VERSIONS:
                why = f"has the lock version {facts.get('version', '')[:50]!r}, which is not known"
                yield Skipped(path=path, line=line, reason=why)
                return
        else:
            yield from _block(path, line, head, facts)


def _blocks(text: str) -> Iterator[tuple[int, str, dict[str, str]]]:
    """The line, the demands and the facts of every entry."""
    start, head, facts = 0, "", {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(_MARKERS):
            raise Malformed("has merge-conflict markers", number)
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(" "):
            found = _FACT.fullmatch(line)
            if found and not found[2].startswith("#"):
                facts[found[1]] = _unquoted(found[2])
        elif line != ":":
            if head:
                yield start, head, facts
            start, head, facts = number, _head(line, number), {}
    if head:
        yield start, head, facts


def _head(line: str, number: int) -> str:
    long = line.startswith("? ")  # a key that is too long for YAML's short form
    if not long and not line.rstrip().endswith(":"):
        raise Malformed("is no lock file of Yarn's: a line is neither an entry nor a fact of one", number)
    return line.removeprefix("? ").rstrip().removesuffix(":")


def _unquoted(text: str) -> str:
    return text.strip().strip('"')


def _block(path: str, line: int, head: str, facts: dict[str, str]) -> Iterator[Row]:
    version = facts.get("version", "")
    _, resolution = split_descriptor(facts.get("resolution", ""))
    if resolution.startswith("workspace:"):
        folder = resolution.removeprefix("workspace:")
        yield Definition(group=MEMBER, name="" if folder == "." else folder, value="", path=path, line=line)
        return
    for descriptor in dict.fromkeys(_unquoted(each) for each in head.split(", ")):
        demand = read_spec(*split_descriptor(descriptor))
        if demand.file is None and version and demand.name:
            yield Locked(
                ecosystem=demand.ecosystem,
                name=demand.name,
                version=version,
                path=path,
                line=line,
                constraint=demand.constraint,
            )


EXTRACTOR = Extractor(
    id="yarn-lock",
    title="Yarn lock files (yarn.lock)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("yarn.lock",),
)
