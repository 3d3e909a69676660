"""Configuration of any form as one list of settings: a name, a text, a line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gitops_assets.core.dependencies.parsers.json_text import read_json_with_comments
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml

LONGEST = 4_000
"""Characters of a setting that is read; keys and certificates are longer, addresses are not."""

_READERS: dict[str, Callable[[str], list[Located]]] = {
    "yaml": read_yaml,
    "yml": read_yaml,
    "json": lambda text: [read_json_with_comments(text)],
    "toml": lambda text: [read_toml(text)],
}
_LINES = frozenset({"properties", "ini", "cfg", "conf", "env"})
_FOLDERS = frozenset({"config", "configs", "conf", "settings"})
_STEMS = frozenset({"application", "bootstrap", "appsettings", "config", "configuration", "settings"})
# Samples of settings, settings of the forge, and those of compose, which has readers of its own.
_ELSEWHERE = frozenset(
    {"testdata", "fixtures", "__fixtures__", "node_modules", "vendor", ".github", ".gitlab"}
)
_COMPOSE = ("docker-compose", "compose")


@dataclass(frozen=True, slots=True)
class Setting:
    """One text of a configuration under the last key that leads to it."""

    key: str
    value: str
    line: int


def is_configuration(path: str) -> bool:
    """Whether the path is one at which programs keep their settings: ``.env``, ``config/x.toml``."""
    folder, _, name = path.lower().rpartition("/")
    folders = folder.split("/")
    if name.startswith(_COMPOSE) or not _ELSEWHERE.isdisjoint(folders):
        return False
    if name.startswith(".env") or name.endswith((".env", "env.example", "env.sample")):
        return True
    stem, _, form = name.rpartition(".")
    if form not in _READERS and form not in _LINES:
        return False
    return stem.partition("-")[0].partition(".")[0] in _STEMS or not _FOLDERS.isdisjoint(folders)


def documents(path: str, text: str) -> list[Located] | None:
    """The parsed documents of a configuration, None for one that is read line by line; raises Malformed."""
    reader = _READERS.get(path.lower().rpartition(".")[2])
    return reader(text) if reader and not path.lower().rpartition("/")[2].startswith(".env") else None


def settings(text: str, parsed: list[Located] | None) -> Iterator[Setting]:
    """Every text of the configuration, in its order."""
    found = _of_lines(text) if parsed is None else (each for one in parsed for each in _of_values(one))
    return (each for each in found if each.value and len(each.value) <= LONGEST)


def _of_lines(text: str) -> Iterator[Setting]:
    for number, line in enumerate(text.split("\n"), 1):
        written = line[: LONGEST * 2].strip().removeprefix("export ")
        if written.startswith(("#", ";", "!", "[")):
            continue
        at = min((at for at in (written.find("="), written.find(":")) if at > 0), default=0)
        if at:
            value = written[at + 1 :].strip().strip("\"'").replace("\\:", ":").replace("\\=", "=")
            yield Setting(written[:at].strip(), value, number)


def _of_values(located: Located) -> Iterator[Setting]:
    waiting: list[tuple[object, Place, str]] = [(located.value, (), "")]
    while waiting:
        value, place, key = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(_members(value, place))
        elif isinstance(value, list):
            waiting.extend((item, (*place, nth), key) for nth, item in reversed(list(enumerate(value))))
        elif isinstance(value, str):
            yield _assigned(key, value, located.line(*place))


def _members(value: dict[object, object], place: Place) -> Iterator[tuple[object, Place, str]]:
    """The members, last first; ``{name: X, value: Y}`` is how lists of variables are written."""
    name = value.get("name")
    for key, item in reversed(value.items()):
        named = key == "value" and isinstance(name, str)
        yield item, (*place, str(key)), str(name if named else key)


def _assigned(key: str, value: str, line: int) -> Setting:
    """``- NAME=text`` in a list is a setting of its own."""
    name, equals, rest = value[: LONGEST + 1].partition("=")
    if equals and name.replace("_", "").isalnum() and name.upper() == name:
        return Setting(name, rest, line)
    return Setting(key, value, line)
