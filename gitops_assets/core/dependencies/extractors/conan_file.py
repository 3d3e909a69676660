"""Conan: what a conanfile.txt or conanfile.py requires; the program is read, never run.

Source: [conanfile.txt](https://docs.conan.io/2/reference/conanfile_txt.html).
"""

import ast
import warnings
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.conan import SCOPES, requirement
from gitops_assets.core.dependencies.model import (
    Confidence,
    Extractor,
    Kind,
    Malformed,
    Publication,
    Row,
    Scope,
    Skipped,
)

_OWN = "tested_reference_str"


def wants(path: str) -> bool:
    """Both forms of a conanfile."""
    return path.rpartition("/")[2] in {"conanfile.txt", "conanfile.py"}


def extract(path: str, text: str) -> Iterator[Row]:
    """Requirements as written; of a program only those that stand in it as texts."""
    return _program(path, text) if path.endswith(".py") else _sections(path, text)


def _sections(path: str, text: str) -> Iterator[Row]:
    section = ""
    for line, written in enumerate(text.split("\n"), start=1):
        entry = written.partition(" #")[0].strip()
        if entry.startswith("["):
            section = entry.strip("[]").strip()
        elif entry and not entry.startswith("#") and section in SCOPES:
            yield requirement(entry, path, line, SCOPES[section])


def _program(path: str, text: str) -> Iterator[Row]:
    for recipe in (node for node in ast.walk(_parsed(text)) if isinstance(node, ast.ClassDef)):
        if any("ConanFile" in _last(base) for base in recipe.bases):
            yield from _recipe(recipe, path)


def _parsed(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the warnings are about somebody else's text
            return ast.parse(text)
    except SyntaxError as error:
        raise Malformed(f"is no Python 3: {error.msg}", error.lineno or 1) from None
    except (ValueError, MemoryError, RecursionError):
        raise Malformed("is no Python that can be read") from None


def _recipe(recipe: ast.ClassDef, path: str) -> Iterator[Row]:
    attributes = {name: value for node in recipe.body for name, value in _assigned(node)}
    name, version = (_text(attributes.get(each)) for each in ("name", "version"))
    if name:
        yield Publication(
            kind=Kind.PACKAGE,
            ecosystem="conan",
            name=name,
            path=path,
            line=attributes["name"].lineno,
            version=version,
            confidence=Confidence.INFERRED,
        )
    for attribute, scope in SCOPES.items():
        if attribute in attributes:
            yield from _listed(attributes[attribute], path, scope)
    for call in (node for node in ast.walk(recipe) if isinstance(node, ast.Call)):
        scope_of_call = SCOPES.get(_last(call.func)) if _of_self(call.func) else None
        if scope_of_call and call.args:
            yield from _listed(call.args[0], path, scope_of_call)


def _listed(node: ast.expr, path: str, scope: Scope) -> Iterator[Row]:
    entries = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    for entry in entries:
        # Conan 1: ("name/version", "override") stands for a reference and its options.
        inner = entry.elts[0] if isinstance(entry, ast.Tuple) and entry.elts else entry
        written = _text(inner)
        if written and "/" in written:
            yield requirement(written, path, inner.lineno, scope)
        elif _last(inner) != _OWN and not (written and isinstance(node, ast.Tuple)):
            reason = "requires a package that only the program knows"
            yield Skipped(path=path, line=inner.lineno, reason=reason)


def _assigned(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
        yield node.target.id, node.value


def _text(node: ast.expr | None) -> str | None:
    """The text of a literal; of one that is put together the parts that stand there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        return "".join(str(part) for part in parts)
    return None


def _of_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


EXTRACTOR = Extractor(
    id="conan-file",
    title="Conan (conanfile.txt, conanfile.py)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("conanfile.txt", "conanfile.py"),
)
