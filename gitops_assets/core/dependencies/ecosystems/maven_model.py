"""The poms of one tree together: what a pom means once its parents, properties and BOMs are known.

Source: [Introduction to the POM](https://maven.apache.org/guides/introduction/introduction-to-the-pom.html):
models are inherited first and interpolated then, in the place of the child.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gitops_assets.core.dependencies.model import Definition

ANCESTORS = 20
LENGTH = 1000
DEPTH = 50
_REFERENCE = re.compile(r"\$\{([^${}]{1,200})\}")


@dataclass(slots=True)
class Pom:
    """One pom as it stands: its definitions by group; what a profile says stands behind."""

    path: str
    groups: dict[str, dict[str, str]] = field(default_factory=dict)

    def get(self, group: str, name: str) -> str | None:
        """The value of a definition."""
        return self.groups.get(group, {}).get(name)

    def all(self, group: str) -> dict[str, str]:
        """The definitions of a group."""
        return self.groups.get(group, {})


class Poms:
    """Every pom of a tree, by path and by coordinates."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self._poms: dict[str, Pom] = {}
        for row in definitions:
            pom = self._poms.setdefault(row.path, Pom(row.path))
            _take(row, pom.groups.setdefault(row.group, {}))
        self._effective = {path: Effective(pom, self) for path, pom in self._poms.items()}
        self._written = {_written(pom): pom for pom in reversed(self._poms.values())}
        self._named: dict[str, Effective] = {}
        for effective in self._effective.values():
            self._named.setdefault(effective.name, effective)

    def at(self, path: str) -> "Effective | None":
        """The pom of that path."""
        return self._effective.get(path)

    def called(self, name: str) -> "Effective | None":
        """The pom of that ``groupId:artifactId``, properties filled."""
        return self._named.get(name)

    def ancestors(self, pom: Pom) -> tuple[Pom, ...]:
        """The pom, its parent, and so on, as far as they are in the tree and no circle."""
        chain, seen = [pom], {pom.path}
        while len(chain) < ANCESTORS:
            parent = self._parent(chain[-1])
            if parent is None or parent.path in seen:
                break
            seen.add(parent.path)
            chain.append(parent)
        return tuple(chain)

    def _parent(self, pom: Pom) -> Pom | None:
        """The pom that the relative path leads to, else one of the same build that is called so."""
        asked = pom.all("maven:parent")
        name = (asked.get("groupId"), asked.get("artifactId"))
        found = (self._beside(pom, asked.get("relativePath")), self._written.get(name))
        return next((each for each in found if each and _is(each.all("maven:project"), asked)), None)

    def _beside(self, pom: Pom, relative: str | None) -> Pom | None:
        if not relative:
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(pom.path), relative))
        return self._poms.get(path) or self._poms.get(posixpath.normpath(f"{path}/pom.xml"))


class Effective:
    """One pom with what it inherits."""

    def __init__(self, pom: Pom, poms: Poms) -> None:
        self.path, self._pom, self._poms = pom.path, pom, poms
        self._filled: dict[str, str | None] = {}
        self._ancestors: tuple[Pom, ...] | None = None
        self._computed: dict[str, dict[str, str]] = {}
        self._imported: tuple[Effective, ...] | None = None
        self._depth = 0

    @property
    def chain(self) -> tuple[Pom, ...]:
        """The pom and its ancestors within the tree."""
        if self._ancestors is None:
            self._ancestors = self._poms.ancestors(self._pom)
        return self._ancestors

    @property
    def name(self) -> str:
        """``groupId:artifactId``, properties filled."""
        return self.fill("${project.groupId}:${project.artifactId}")

    @property
    def version(self) -> str:
        """The project's version, properties filled."""
        return self.fill("${project.version}")

    def fill(self, text: str) -> str:
        """The text with every property that is known; what is not known stays as it is written."""
        if "${" not in text or len(text) > LENGTH:
            return text
        filled = _REFERENCE.sub(lambda found: self._property(found[1]) or found[0], text)
        return filled if len(filled) <= LENGTH else text

    def managed(self, group: str, key: str) -> str | None:
        """What is managed for that key: here or by an ancestor first, then by the imported BOMs."""
        own = self._own(group, key)
        if own is not None or group == "maven:managed-plugin":
            return own
        answers = (bom._own(group, key) for bom in self.imported)  # noqa: SLF001 - another of this class
        return next((answer for answer in answers if answer is not None), None)

    @property
    def imported(self) -> "tuple[Effective, ...]":
        """The BOMs within the tree that count here, in the order in which they do, each once."""
        if self._imported is None:
            self._imported = tuple(self._reached())
        return self._imported

    def _reached(self) -> "Iterator[Effective]":
        seen, ahead = {self.path}, list(reversed(self._direct()))
        while ahead:
            bom = ahead.pop()
            if bom.path not in seen:
                seen.add(bom.path)
                yield bom
                ahead.extend(reversed(bom._direct()))  # noqa: SLF001 - another of this class

    def _direct(self) -> "list[Effective]":
        asked = (each for pom in self.chain for each in pom.all("maven:import").items())
        found = ((self._poms.called(self.fill(name)), self.fill(version)) for name, version in asked)
        return [bom for bom, version in found if bom and same(bom.version, version)]

    def _own(self, group: str, key: str) -> str | None:
        for pom in self.chain:
            written = pom.get(group, key)
            if written is not None:
                return self.fill(written)
        computed = self._computed.get(group)
        if computed is None:
            computed = self._computed[group] = self._with_filled_keys(group)
        return computed.get(key)

    def _with_filled_keys(self, group: str) -> dict[str, str]:
        pairs = ((key, value) for pom in reversed(self.chain) for key, value in pom.all(group).items())
        return {self.fill(key): self.fill(value) for key, value in pairs if "${" in key}

    def _property(self, name: str) -> str | None:
        if name not in self._filled and self._depth < DEPTH:
            self._filled[name] = None  # a property that leads back to itself stays as it is written
            written = self._definition(name)
            self._depth += 1
            self._filled[name] = None if written is None else self.fill(written)
            self._depth -= 1
        return self._filled.get(name)

    def _definition(self, name: str) -> str | None:
        for group in ("maven:property", "maven:profile-property"):
            for pom in self.chain:
                value = pom.get(group, name)
                if value is not None:
                    return value
        short = name.removeprefix("project.").removeprefix("pom.")
        if short.startswith("parent."):
            return self._pom.get("maven:parent", short.removeprefix("parent."))
        return self._pom.get("maven:project", short)


def _take(row: Definition, named: dict[str, str]) -> None:
    if row.group == "maven:property":
        named[row.name] = row.value
    elif named.setdefault(row.name, row.value) != row.value and row.group == "maven:profile-property":
        named[row.name] = f"${{{row.name}}}"  # profiles disagree: which one holds is not known


def _written(pom: Pom) -> tuple[str | None, str | None]:
    return pom.get("maven:project", "groupId"), pom.get("maven:project", "artifactId")


def _is(project: dict[str, str], asked: dict[str, str]) -> bool:
    """Whether a pom is the parent that was asked for: else Maven looks in its repository."""
    return all(same(project.get(name), asked.get(name)) for name in ("groupId", "artifactId", "version"))


def same(one: str | None, other: str | None) -> bool:
    """Whether two texts may mean one version or name: those with properties or ranges may."""
    return one == other or not (one and other) or any(mark in one + other for mark in ("${", "[", "("))
