"""How Gradle scripts write a dependency: coordinates, maps, projects, catalog accessors, plugins."""

import re
from collections.abc import Iterator
from itertools import pairwise

from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Row, Scope
from gitops_assets.core.dependencies.parsers.gradle_text import Piece, Statement

_NO_CONFIGURATION = frozenset(
    [
        "if",
        "for",
        "else",
        "while",
        "when",
        "def",
        "val",
        "var",
        "return",
        "constraints",
        "modules",
        "components",
        "exclude",
        "because",
        "project",
        "apply",
        "println",
        "throw",
    ]
)
_BUILD = (
    "compileOnly",
    "compileOnlyApi",
    "annotationProcessor",
    "kapt",
    "ksp",
    "classpath",
    "providedCompile",
)
_RUNTIME = (
    "implementation",
    "api",
    "compile",
    "runtime",
    "runtimeOnly",
    "providedRuntime",
    "shadow",
    "include",
    "modImplementation",
)
_NO_ACCESSOR = (
    "project.",
    "rootProject.",
    "gradle.",
    "sourceSets.",
    "configurations.",
    "layout.",
    "projects.",
)
_COORDINATES = re.compile(
    r"([^\s:@/\\]{1,200}):([^\s:@/\\]{1,200})(?::([^\s:@]{0,200})(?::[^\s:@]*)?)?(?:@\w+)?"
)


def needed(statement: Statement, path: str) -> Iterator[Row]:
    """The dependencies of one statement in a ``dependencies`` block."""
    first, *rest = statement.pieces
    if first.text == "add" and len(statement.texts) > 1:
        first, rest = statement.texts[0], [piece for piece in rest if piece is not statement.texts[0]]
    opens = rest[0] if rest else None
    if (
        first.text in _NO_CONFIGURATION
        or "." in first.text
        or opens is None
        or not (opens.quoted or opens.word or opens.text == "(")
    ):
        return
    words = {piece.text for piece in rest if piece.word}
    scope = Scope.BUILD if words & {"platform", "enforcedPlatform"} else scope_of(first.text)
    yield from _arguments(rest, words, path, scope)


def _arguments(rest: list[Piece], words: set[str], path: str, scope: Scope) -> Iterator[Row]:
    texts = [piece for piece in rest if piece.quoted]
    fields = _fields(rest)
    if "project" in words:
        yield from (_project(text, path, scope) for text in texts if text.text.startswith(":"))
    elif {"group", "name"} <= fields.keys():
        name = f"{fields['group'].text}:{fields['name'].text}"
        constraint = _value(fields.get("version"))
        yield row(name, path, fields["group"].line, scope, constraint=constraint)
    elif "kotlin" in words and texts:
        version = texts[1].text if len(texts) > 1 else None
        name = f"org.jetbrains.kotlin:kotlin-{texts[0].text}"
        yield row(name, path, texts[0].line, scope, constraint=version)
    else:
        yield from _plain(rest, path, scope)


def _plain(rest: list[Piece], path: str, scope: Scope) -> Iterator[Row]:
    for nth, piece in enumerate(rest):
        if piece.quoted and (found := _COORDINATES.fullmatch(piece.text)):
            version = found[3] or _added(rest[nth + 1 : nth + 3], piece.text)
            yield row(f"{found[1]}:{found[2]}", path, piece.line, scope, constraint=version)
        elif piece.word and piece.text.startswith("projects."):
            names = piece.text.split(".")[1:]
            yield _project(Piece(":" + ":".join(map(_kebab, names)), piece.line), path, scope)
        elif piece.word and "." in piece.text and not piece.text.startswith(_NO_ACCESSOR):
            yield accessed(piece, path, scope)


def plugin(statement: Statement, path: str) -> Iterator[Row]:
    """The plugin of one statement in a ``plugins`` block; those that come with Gradle are left out."""
    first, texts = statement.pieces[0], statement.texts
    versioned = any(piece.text == "version" for piece in statement.pieces if piece.word)
    called = [piece for piece in statement.pieces[1:] if piece.word and ".plugins." in piece.text]
    if first.text == "alias" and called:
        yield accessed(called[0], path, Scope.BUILD)
    elif first.text in {"id", "kotlin"} and texts:
        name = texts[0].text if first.text == "id" else f"org.jetbrains.kotlin.{texts[0].text}"
        version = texts[1].text if versioned and len(texts) > 1 else _named_version(statement)
        if version or "." in name:
            yield row(marker(name), path, texts[0].line, Scope.BUILD, constraint=version)


def boms(statement: Statement, path: str) -> Iterator[Row]:
    """The BOMs that Spring's dependency management imports."""
    if statement.pieces[0].text == "mavenBom":
        yield from _plain(list(statement.pieces[1:]), path, Scope.BUILD)


def row(name: str, path: str, line: int, scope: Scope, *, constraint: str | None = None) -> Dependency:
    """An inferred dependency on an artifact."""
    return Dependency(
        kind=Kind.PACKAGE,
        ecosystem="maven",
        name=name,
        path=path,
        line=line,
        scope=scope,
        constraint=constraint,
        confidence=Confidence.INFERRED,
    )


def accessed(piece: Piece, path: str, scope: Scope) -> Dependency:
    """A dependency that is called by its name in a catalog or a property, which the linker looks up."""
    return Dependency(
        kind=Kind.PACKAGE,
        ecosystem="gradle",
        name=piece.text.removesuffix(".get").removesuffix(".asProvider"),
        path=path,
        line=piece.line,
        scope=scope,
        confidence=Confidence.INFERRED,
    )


def _project(text: Piece, path: str, scope: Scope) -> Dependency:
    """A project of the same build; its folder counts from the build's root, which the linker knows."""
    return Dependency(
        kind=Kind.PACKAGE,
        ecosystem="gradle",
        name=text.text,
        path=path,
        line=text.line,
        scope=scope,
        confidence=Confidence.INFERRED,
        local=text.text.strip(":").replace(":", "/"),
    )


def scope_of(configuration: str) -> Scope:
    """When what stands under a configuration's name is needed; a name of the user's own is a build's."""
    if configuration.startswith("test") or "Test" in configuration:
        return Scope.TEST
    if configuration.startswith(("development", "debug")):
        return Scope.DEV
    if configuration.startswith(_BUILD) or configuration.endswith(("CompileOnly", "AnnotationProcessor")):
        return Scope.BUILD
    runtime = configuration in _RUNTIME or configuration.endswith(("Implementation", "Api", "RuntimeOnly"))
    return Scope.RUNTIME if runtime else Scope.BUILD


def marker(identity: str) -> str:
    """The coordinates under which a plugin's id is published."""
    return f"{identity}:{identity}.gradle.plugin"


def coordinates(text: str) -> tuple[str, str | None] | None:
    """The name and version of ``group:artifact:version``, None where a text is nothing of the kind."""
    found = _COORDINATES.fullmatch(text)
    return (f"{found[1]}:{found[2]}", found[3] or None) if found else None


def _fields(rest: list[Piece]) -> dict[str, Piece]:
    """``group: 'g', name: 'a'`` of Groovy and ``group = "g"`` of Kotlin."""
    marked = ((key, mark, nth) for nth, (key, mark) in enumerate(pairwise(rest)))
    return {
        key.text: rest[nth + 2]
        for key, mark, nth in marked
        if key.text in {"group", "name", "version"} and mark.text in {":", "="} and nth + 2 < len(rest)
    }


def _value(piece: Piece | None) -> str | None:
    if piece is None:
        return None
    return piece.text if piece.quoted else f"${{{piece.text}}}"


def _added(after: list[Piece], text: str) -> str | None:
    """``"g:a:" + version`` is the same as ``"g:a:${version}"``."""
    added = len(after) == 2 and text.endswith(":") and after[0].text == "+"
    return _value(after[1]) if added else None


def _named_version(statement: Statement) -> str | None:
    for key, value in pairwise(statement.pieces):
        if key.text == "version" and value.word:
            return _value(value)
    return None


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "-" + found[1].lower(), name)
