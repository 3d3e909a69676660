"""Configurations of ESLint, TypeScript, Prettier and others that extend one of a package.

Source: [ESLint, share configurations](https://eslint.org/docs/latest/extend/shareable-configs),
[TSConfig, extends](https://www.typescriptlang.org/tsconfig/#extends).

Only files that are text are read; one that is a program (``eslint.config.js``) would have to be run.
"""

import posixpath
from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Dependency, Extractor, Kind, Malformed, Row, Scope, Skipped
from gitops_assets.core.dependencies.parsers.json_text import read_json_with_comments
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.repeats import repeats
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document

_TOOLS = {
    **dict.fromkeys((".eslintrc", ".eslintrc.json", ".eslintrc.yaml", ".eslintrc.yml"), "eslint"),
    **dict.fromkeys((".prettierrc", ".prettierrc.json", ".prettierrc.yaml", ".prettierrc.yml"), "prettier"),
    **dict.fromkeys(
        (".stylelintrc", ".stylelintrc.json", ".stylelintrc.yaml", ".stylelintrc.yml"), "stylelint"
    ),
    **dict.fromkeys(
        (".commitlintrc", ".commitlintrc.json", ".commitlintrc.yaml", ".commitlintrc.yml"), "commitlint"
    ),
    **dict.fromkeys(("biome.json", "biome.jsonc"), "biome"),
    "package.json": "package",
}
_IN_PACKAGE: dict[str, Place] = {
    "eslint": ("eslintConfig", "extends"),
    "prettier": ("prettier",),
    "stylelint": ("stylelint", "extends"),
    "commitlint": ("commitlint", "extends"),
}


def wants(path: str) -> bool:
    """The files of these tools, and ``package.json``, which may hold the same."""
    name = path.rpartition("/")[2]
    return name in _TOOLS or (name.startswith(("tsconfig", "jsconfig")) and name.endswith(".json"))


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency for each package that is extended; a path out of the tree is told as skipped."""
    tool = _TOOLS.get(path.rpartition("/")[2], "typescript")
    located = _read(path, text)
    if tool == "package":
        for name, place in _IN_PACKAGE.items():
            yield from _of(path, located, place, name)
        return
    yield from repeats(path, located)
    yield from _of(path, located, () if tool == "prettier" else ("extends",), tool)


def _read(path: str, text: str) -> Located:
    """Files without an ending hold JSON or YAML."""
    if path.endswith((".json", ".jsonc")):
        return read_json_with_comments(text)
    if text.lstrip().startswith("{"):
        try:
            return read_json_with_comments(text)
        except Malformed:
            return read_yaml_document(text)
    return read_yaml_document(text)


def _of(path: str, located: Located, place: Place, tool: str) -> Iterator[Row]:
    said = located.text(*place)
    every = [(place, said)] if said else [((*place, nth), each) for nth, each in located.texts(*place)]
    for here, each in every:
        line = located.line(*here)
        if each.startswith("."):
            yield from _outside(path, line, each)
        elif package := _package(each, tool):
            yield Dependency(
                kind=Kind.CONFIG, ecosystem="npm", name=package, path=path, line=line, scope=Scope.DEV
            )


def _outside(path: str, line: int, said: str) -> Iterator[Skipped]:
    """A file of the tree itself is no dependency; one above it is, and nobody can say on which repository."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), said))
    if target == ".." or target.startswith("../"):
        reason = f"extends {said[:200]!r}, which is outside of the repository"
        yield Skipped(path=path, line=line, reason=reason)


def _package(said: str, tool: str) -> str:
    """The package behind a name of ``extends``; "" for what comes with the tool or is a path."""
    if tool == "eslint":
        return _eslint(said)
    if said.startswith("/") or ":" in said or (tool == "biome" and said == "//"):
        return ""
    parts = said.split("/")
    package = "/".join(parts[:2] if said.startswith("@") else parts[:1])
    if tool == "commitlint" and not said.startswith(("@", "commitlint-config-")):
        return f"commitlint-config-{package}"
    return package


def _eslint(said: str) -> str:
    plugin = said.startswith("plugin:")
    prefix = "eslint-plugin" if plugin else "eslint-config"
    name = said.removeprefix("plugin:")
    if plugin:
        name = name.rpartition("/")[0]
    if not name or name.startswith(("/", "eslint:")):
        return ""
    scope, _, rest = name.partition("/") if name.startswith("@") else ("", "", name)
    first = rest.partition("/")[0]
    if not first.startswith(prefix):
        first = f"{prefix}-{first}" if first else prefix
    return f"{scope}/{first}" if scope else first


EXTRACTOR = Extractor(
    id="extended-configs",
    title="Shared configurations of ESLint, TypeScript, Prettier and others",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".eslintrc", ".prettierrc", ".stylelintrc", ".commitlintrc", ".json", ".jsonc", ".yaml", ".yml"),
)
