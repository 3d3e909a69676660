"""Where a tree has its packages fetched from: the registries that its settings, manifests and locks name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.dependencies.parsers.tree_path import file_of
from gitops_assets.core.gates.packages.places import aside
from gitops_assets.core.gates.tree_facts import TextFile, TreeFacts
from gitops_assets.core.remote_url import redact

_URL = r"[\"']?((?:https?|ftp)://[^\s\"'<>)\],;]{1,500})"
_PIP = re.compile(
    rf"^[ \t]*(?:-i|-f|(?:--)?(?:index-url|extra-index-url|find-links))[ \t=]+{_URL}",
    re.MULTILINE,
)
_ENDING = r"(?:repository|pluginRepository|mirror)>"
_BLOCK = rf"<{_ENDING}(?:(?!</?{_ENDING})[\s\S]){{0,1000}}?"
_WRITTEN: dict[str, re.Pattern[str]] = {
    ".npmrc": re.compile(rf"^[ \t]*(?:@[^:\s]{{1,100}}:)?registry[ \t]*=[ \t]*{_URL}", re.MULTILINE),
    ".yarnrc": re.compile(rf"^[ \t]*\"?(?:@[^:\s]{{1,100}}:)?registry\"?[ \t]+{_URL}", re.MULTILINE),
    ".yarnrc.yml": re.compile(rf"^[ \t]*npmRegistryServer:[ \t]*{_URL}", re.MULTILINE),
    "pip.conf": _PIP,
    "pip.ini": _PIP,
    "Gemfile": re.compile(rf"^[ \t]*source[ \t(]+{_URL}", re.MULTILINE),
    "pom.xml": re.compile(rf"{_BLOCK}<url>\s{{0,200}}{_URL}"),
    "settings.xml": re.compile(rf"{_BLOCK}<url>\s{{0,200}}{_URL}"),
    "build.gradle": re.compile(rf"\bmaven\s{{0,20}}\{{[^}}]{{0,300}}?\burl\b[\s=(]{{0,20}}(?:uri\()?{_URL}"),
    "build.gradle.kts": re.compile(rf"\bmaven\s{{0,20}}[({{][^}}]{{0,300}}?{_URL}"),
    "nuget.config": re.compile(rf"<add\s[^<>]{{0,300}}?\bvalue\s{{0,5}}=\s{{0,5}}{_URL}", re.IGNORECASE),
    "package-lock.json": re.compile(rf"^[ \t]*\"resolved\":[ \t]*{_URL}", re.MULTILINE),
    "yarn.lock": re.compile(rf"^  resolved {_URL}", re.MULTILINE),
    "uv.lock": re.compile(rf"\bregistry = {_URL}"),
    "Cargo.lock": re.compile(
        r"^source = \"(?:registry|sparse)\+((?:https?|ftp)://[^\s\"]{1,500})", re.MULTILINE
    ),
}
_TABLES: dict[str, tuple[Place, ...]] = {
    "pyproject.toml": (("tool", "uv", "index"), ("tool", "poetry", "source"), ("tool", "pdm", "source")),
    "uv.toml": (("index",),),
    "Pipfile": (("source",),),
    "composer.json": (("repositories",),),
}
_LOCAL = re.compile(r"localhost|127\.[0-9.]+|\[?::1\]?|.*\.localhost", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """An address that packages are fetched from, without credentials, and where it is first named."""

    path: str
    line: int
    url: str

    @property
    def host(self) -> str:
        """The host in lower case, empty where the address has none."""
        try:
            return (urlsplit(self.url).hostname or "").lower()
        except ValueError:
            return ""

    @property
    def local(self) -> bool:
        """Whether the address stays on this machine."""
        return bool(_LOCAL.fullmatch(self.host))


def registries(files: TreeFacts) -> tuple[Named, ...]:
    """Every host once a file and scheme, where it is named first; raises ``NotKnown`` like ``texts``."""
    found: dict[tuple[str, str, str], Named] = {}
    for text in files.texts(path for path in files.paths if _asked(path) and not aside(path)):
        for line, url in _named(text):
            named = Named(text.path, line, redact(url))
            found.setdefault((text.path, named.host, url.partition(":")[0]), named)
    return tuple(found.values())


def _asked(path: str) -> bool:
    name = file_of(path)
    return name in _WRITTEN or name in _TABLES or name.lower() == "nuget.config" or _is_requirements(name)


def _is_requirements(name: str) -> bool:
    return name.endswith((".txt", ".in")) and "requirements" in name


def _named(text: TextFile) -> Iterator[tuple[int, str]]:
    name = file_of(text.path)
    if name in _TABLES:
        yield from _in_tables(text, _TABLES[name])
        return
    pattern = _PIP if _is_requirements(name) else _WRITTEN.get(name) or _WRITTEN[name.lower()]
    line, last = 1, 0
    for match in pattern.finditer(text.text):
        line, last = line + text.text.count("\n", last, match.start(1)), match.start(1)
        yield line, match[1]


def _in_tables(text: TextFile, places: tuple[Place, ...]) -> Iterator[tuple[int, str]]:
    try:
        document = (read_json if text.path.endswith(".json") else read_toml)(text.text)
    except Malformed:
        return
    for place in places:
        listed = document.at(*place)
        steps: range | list[str] = (
            list(document.mapping(*place)) if isinstance(listed, dict) else range(len(document.items(*place)))
        )
        for step in steps:
            url = _url(document, (*place, step))
            if url is not None:
                yield document.line(*place, step, "url"), url


def _url(document: Located, place: Place) -> str | None:
    kind, url = document.text(*place, "type"), document.text(*place, "url")
    fetched = kind in {None, "composer", "pear"}
    return url if url and fetched and url.startswith(("http://", "https://", "ftp://")) else None
