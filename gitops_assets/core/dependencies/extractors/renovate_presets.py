"""Renovate: the presets that a tree's configuration takes from other repositories and packages.

Source: [Shareable config presets](https://docs.renovatebot.com/config-presets/).

``local>`` means the server that Renovate runs against, taken to be the tree's own. Renovate's built-in
presets (``config:recommended``) come with the tool and give no row.
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Dependency, Extractor, Kind, Row, Scope
from gitops_assets.core.dependencies.parsers.json_text import read_json_with_comments
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.repeats import repeats

_NAMES = frozenset(
    {
        "renovate.json",
        "renovate.json5",
        ".renovaterc",
        ".renovaterc.json",
        ".renovaterc.json5",
        "package.json",
    }
)
_HOSTS = {
    "github": "https://github.com/",
    "gitlab": "https://gitlab.com/",
    "gitea": "https://gitea.com/",
    "forgejo": "https://code.forgejo.org/",
    "bitbucket": "https://bitbucket.org/",
    "local": "../../",
}
_PRESET = re.compile(
    r"([a-z]{3,12})>([\w.-]{1,100}(?:/[\w.-]{1,100}){1,10})(?:(?://|:)([^#(]{1,200}))?(?:#([^(]{1,200}))?(?:\(.*\))?",
    re.DOTALL,
)
_PACKAGE = re.compile(r"(@[\w.-]{1,100}(?:/[\w.-]{1,100})?|renovate-config-[\w.-]{1,100})(?::.*)?", re.DOTALL)


def wants(path: str) -> bool:
    """Renovate's files where Renovate looks for them, presets (``default.json``), and ``package.json``."""
    folder, _, name = path.rpartition("/")
    if folder in {"", ".github", ".gitlab"} and name in _NAMES:
        return True
    return not folder and name == "default.json"


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency for each preset of every ``extends``, also of those inside of rules."""
    located = read_json_with_comments(text)
    place: Place = ("renovate",) if path.endswith("package.json") else ()
    if not place:
        yield from repeats(path, located)
    yield from _of(path, located, (*place, "extends"))
    for nth in range(len(located.items(*place, "packageRules"))):
        yield from _of(path, located, (*place, "packageRules", nth, "extends"))


def _of(path: str, located: Located, place: Place) -> Iterator[Row]:
    for nth, said in located.texts(*place):
        line = located.line(*place, nth)
        if found := _PRESET.fullmatch(said):
            if found[1] in _HOSTS:
                yield _hosted(path, line, found)
        elif found := _PACKAGE.fullmatch(said):
            yield _packaged(path, line, found[1])


def _hosted(path: str, line: int, found: re.Match[str]) -> Dependency:
    return Dependency(
        kind=Kind.CONFIG,
        ecosystem="renovate",
        name=f"{found[1]}>{found[2]}" + (f":{found[3]}" if found[3] else ""),
        path=path,
        line=line,
        scope=Scope.DEV,
        constraint=found[4],
        url=_HOSTS[found[1]] + found[2],
    )


def _packaged(path: str, line: int, name: str) -> Dependency:
    scoped_only = name.startswith("@") and "/" not in name
    return Dependency(
        kind=Kind.CONFIG,
        ecosystem="npm",
        name=f"{name}/renovate-config" if scoped_only else name,
        path=path,
        line=line,
        scope=Scope.DEV,
    )


EXTRACTOR = Extractor(
    id="renovate-presets",
    title="Renovate presets",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".json", ".json5", ".renovaterc"),
)
