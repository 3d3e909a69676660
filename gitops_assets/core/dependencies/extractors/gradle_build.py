"""Gradle build files: what stands in the usual form of their blocks; the rest only the program knows.

Versions that a property or a version catalog holds are filled in by the linker of Gradle.

Source: [Declaring dependencies](https://docs.gradle.org/current/userguide/declaring_dependencies.html).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems import gradle_notation as notation
from gitops_assets.core.dependencies.ecosystems.properties import tellable
from gitops_assets.core.dependencies.model import Confidence, Definition, Extractor, Kind, Publication, Row
from gitops_assets.core.dependencies.parsers.gradle_text import Statement, statements

_NAMES = (".gradle", ".gradle.kts")
_VALUE = re.compile(r"[\w.+:@,()\[\]-]{1,100}")
_ASSIGNED = re.compile(
    r'(?:(?:def|val|var|const val|private const val|String) )?((?:ext\.|extra\.)?[\w.]+) = "(?: as String)?'
)
_NAMED = re.compile(r'(?:ext|extra|set|extra\.set|ext\.set|version) ?[\[(] " [,\]] ?=? ?" ?\)?')
_LAZY = re.compile(r'(?:val|var) (\w+) by extra \( " \)')


def wants(path: str) -> bool:
    """Build and settings scripts of both languages, and the properties that they read."""
    return path.endswith(_NAMES) or path.rpartition("/")[2] == "gradle.properties"


def extract(path: str, text: str) -> Iterator[Row]:
    """Dependencies and plugins, inferred; what they may refer to, and what the build is called."""
    if path.endswith(".properties"):
        yield from _properties(path, text)
        return
    yield from _precompiled(path)
    if path.rpartition("/")[2].startswith("settings.gradle"):
        yield _definition("gradle:settings", "", "", path, 1)
    for statement in statements(text):
        managed = "dependencyManagement" in statement.way or "constraints" in statement.way
        if managed:
            yield from notation.boms(statement, path)
        elif statement.block == "dependencies" or statement.block.endswith(".dependencies"):
            yield from notation.needed(statement, path)
        elif statement.block == "plugins":
            yield from notation.plugin(statement, path)
        else:
            yield from _defined(statement, path)


def _properties(path: str, text: str) -> Iterator[Row]:
    """Only what can be a version, a group or coordinates: the file is also where people keep passwords."""
    for line, written in enumerate(text.split("\n"), start=1):
        name, _, value = (part.strip() for part in written.partition("="))
        if name and not name.startswith(("#", "!")) and _VALUE.fullmatch(value) and tellable(name, value):
            yield _definition("gradle:property", name, value, path, line)


def _precompiled(path: str) -> Iterator[Row]:
    """A script below a source folder is a plugin of that name for the rest of the build."""
    if not any(folder in f"/{path}" for folder in ("/src/main/kotlin/", "/src/main/groovy/")):
        return
    name = path.rpartition("/")[2].removesuffix(".kts").removesuffix(".gradle")
    yield Publication(
        kind=Kind.PACKAGE,
        ecosystem="maven",
        name=notation.marker(name),
        path=path,
        line=1,
        confidence=Confidence.INFERRED,
    )


def _defined(statement: Statement, path: str) -> Iterator[Row]:
    first, texts, shape = statement.pieces[0].text, statement.texts, statement.shape
    if not texts:
        return
    value = texts[-1].text
    if first in {"include", "includeFlat"}:
        for text in texts:
            yield _definition("gradle:include", text.text, "", path, text.line)
    elif shape == 'rootProject.name = "':
        yield _definition("gradle:name", "", value, path, statement.line)
    elif shape in {
        'group = "',
        'group "',
        'version = "',
        'version "',
        'project.version = "',
        'project.group = "',
    }:
        kind = first.removeprefix("project.")
        yield _definition("gradle:property", kind, value, path, statement.line)
    elif found := _ASSIGNED.fullmatch(shape) or _LAZY.fullmatch(shape):
        yield from _property(found[1].removeprefix("ext.").removeprefix("extra."), value, statement, path)
    elif _NAMED.fullmatch(shape):
        yield from _property(texts[0].text, value, statement, path)
    elif " [ " in shape:
        yield from _map(statement, path)


def _map(statement: Statement, path: str) -> Iterator[Row]:
    """``ext.versions = [core: '1']`` defines ``versions.core``."""
    words = [piece for piece in statement.pieces[:3] if piece.word and piece.text not in {"def", "val"}]
    name = words[0].text.removeprefix("ext.") if words else ""
    three = zip(statement.pieces, statement.pieces[1:], statement.pieces[2:], strict=False)
    for key, colon, value in three:
        if colon.text == ":" and not colon.quoted and value.quoted:
            yield from _property(f"{name}.{key.text}", value.text, statement, path, line=key.line)


def _property(
    name: str, value: str, statement: Statement, path: str, *, line: int | None = None
) -> Iterator[Row]:
    if len(value) <= 200 and tellable(name, value):
        yield _definition("gradle:property", name, value, path, line or statement.line)


def _definition(group: str, name: str, value: str, path: str, line: int) -> Definition:
    return Definition(group=group, name=name, value=value, path=path, line=line)


EXTRACTOR = Extractor(
    id="gradle-build",
    title="Gradle build files (*.gradle, *.gradle.kts, gradle.properties)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".gradle", ".gradle.kts", "gradle.properties"),
    version=2,
)
