"""setuptools' programs: what a setup.py says literally. It is never run, so that every row is a guess.

Source: [setup()](https://setuptools.pypa.io/en/latest/references/keywords.html).
"""

import ast
import warnings
from collections.abc import Iterator

from packaging.utils import canonicalize_name

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
from gitops_assets.core.dependencies.parsers.requirement import scope_of
from gitops_assets.core.dependencies.parsers.requirement_rows import requirement_rows
from gitops_assets.core.dependencies.parsers.tree_path import file_of

LONGEST = 500_000
"""Characters of a setup.py; a longer one is not parsed."""

_LISTS = {
    "install_requires": Scope.RUNTIME,
    "setup_requires": Scope.BUILD,
    "tests_require": Scope.TEST,
}


def wants(path: str) -> bool:
    """Every setup.py."""
    return file_of(path) == "setup.py"


def extract(path: str, text: str) -> Iterator[Row]:
    """The requirements and the name that a call of ``setup`` has as literals; what is computed is skipped."""
    module = _parsed(text)
    named = _named(module)
    for call in _calls(module):
        known = {each.arg: _meant(each.value, named) for each in call.keywords if each.arg is not None}
        yield from _publication(path, known)
        for keyword, scope in _LISTS.items():
            if keyword in known:
                yield from _listed(path, keyword, known[keyword], scope)
        extras = known.get("extras_require")
        if isinstance(extras, ast.Dict):
            for key, value in zip(extras.keys, extras.values, strict=True):
                scope = scope_of(_text(key) or "", Scope.OPTIONAL)
                yield from _listed(path, "extras_require", _meant(value, named), scope)
        elif extras is not None:
            yield _computed(path, "extras_require", extras)


def _parsed(text: str) -> ast.Module:
    if len(text) > LONGEST:
        raise Malformed(f"has more than {LONGEST:,} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        raise Malformed(f"is no Python: {error.msg}", error.lineno or 1) from None
    except (RecursionError, MemoryError):
        raise Malformed("is nested too deeply") from None
    except ValueError as error:
        raise Malformed(f"is no Python: {error}") from None


def _calls(module: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            name = node.func
            called = (
                name.id
                if isinstance(name, ast.Name)
                else name.attr
                if isinstance(name, ast.Attribute)
                else ""
            )
            if called == "setup":
                yield node


def _publication(path: str, known: dict[str, ast.expr]) -> Iterator[Publication]:
    name = _text(known.get("name"))
    if name:
        yield Publication(
            kind=Kind.PACKAGE,
            ecosystem="pypi",
            name=canonicalize_name(name),
            version=_text(known.get("version")),
            path=path,
            line=known["name"].lineno,
            confidence=Confidence.INFERRED,
        )


def _listed(path: str, keyword: str, value: ast.expr, scope: Scope) -> Iterator[Row]:
    if isinstance(value, ast.Constant):
        items: list[ast.expr] = [value]
    elif isinstance(value, ast.List | ast.Tuple):
        items = value.elts
    else:
        yield _computed(path, keyword, value)
        return
    for item in items:
        for offset, line in enumerate((_text(item) or "").split("\n")):
            yield from requirement_rows(
                path, item.lineno + offset, line, scope=scope, confidence=Confidence.INFERRED
            )


def _computed(path: str, keyword: str, value: ast.expr) -> Skipped:
    why = f"computes {keyword}, which is only known when it runs"
    return Skipped(path=path, line=value.lineno, reason=why)


def _named(module: ast.Module) -> dict[str, ast.expr]:
    """What the module's own names stand for, where each is given a value once and at the top."""
    found: dict[str, list[ast.expr]] = {}
    for each in module.body:
        if isinstance(each, ast.Assign):
            for target in each.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(each.value)
    return {name: values[0] for name, values in found.items() if len(values) == 1}


def _meant(value: ast.expr, named: dict[str, ast.expr]) -> ast.expr:
    return named.get(value.id, value) if isinstance(value, ast.Name) else value


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


EXTRACTOR = Extractor(
    id="setup-py",
    title="setuptools (setup.py)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("setup.py",),
)
