"""YAML text as plain values that still know on which line they stand.

The text may be hostile: nesting, size and the expansion of aliases are bounded before anything is built,
and no tag can construct more than a scalar (https://yaml.org/spec/1.1/#id858600).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from gitops_assets.core.fleet.faults import Fault

LONGEST = 8_000_000
"""Characters of one document: 10,000 repositories with all their fields take a quarter of it."""
DEEPEST = 32
MOST_VALUES = 300_000
_LONGEST_TYPED = 100

Path = tuple[str | int, ...]

_LINE_END = re.compile(r"\r\n|\r|\n")
_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = "tag:yaml.org,2002:str"
_TYPED = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float", "timestamp"))
_LIST = "tag:yaml.org,2002:seq"
_MAPPING = "tag:yaml.org,2002:map"
_BAD_SCALAR = (ValueError, KeyError, IndexError, AttributeError, OverflowError, TypeError, yaml.YAMLError)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands and where its key does; lines and columns from 1. An item is its own key."""

    value: tuple[int, int]
    key: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """The values of one document, where each of them stands, and the faults of its syntax.

    ``places`` is empty when there is no document, or when it could not be read at all: then there are faults.
    """

    value: object
    places: Mapping[Path, Place]
    faults: tuple[Fault, ...] = ()

    def nearest(self, path: Sequence[str | int]) -> Path:
        """The part of a path that this document has; what it does not have is passed over."""
        found: Path = ()
        for part in path:
            if (*found, part) in self.places:
                found = (*found, part)
        return found

    def place(self, path: Sequence[str | int]) -> Place:
        """Where the value at a path stands, or the nearest one around it."""
        return self.places.get(self.nearest(path), Place((1, 1), (1, 1)))


def read_document(text: str) -> Document:
    """Read one document of untrusted YAML; never raises, and keeps on reading after a duplicate key."""
    if len(text) > LONGEST:
        return _unreadable(1, 1, f"the file is longer than {LONGEST:,} characters", "split it")
    try:
        _refuse_depth(text)
        root = yaml.compose(text, Loader=_LOADER)
        reader = _Reader()
        value = reader.value(root, (), root) if root else None
    except _Refused as refusal:
        return _unreadable(refusal.line, refusal.column, str(refusal), "write it flatter")
    except yaml.MarkedYAMLError as error:
        return _syntax(error, len(_LINE_END.findall(text)) + (not text.endswith(("\n", "\r"))))
    except yaml.reader.ReaderError as error:
        line, column = _place(text, _characters(text, error.position))
        return _unreadable(line, column, "a control character stands here", "remove it")
    except UnicodeEncodeError as error:
        line, column = _place(text, error.start)
        return _unreadable(line, column, "this is not a Unicode character", "save the file as UTF-8")
    return Document(value, reader.places, tuple(reader.faults))


class _Refused(Exception):  # noqa: N818 - control flow of this module
    """The document asks for more than any honest one does."""

    def __init__(self, message: str, place: tuple[int, int]) -> None:
        super().__init__(message)
        self.line, self.column = place


class _Reader:
    """Turns nodes into values and remembers what was wrong with them."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.places: dict[Path, Place] = {}
        self._left = MOST_VALUES
        self._scalars = yaml.constructor.SafeConstructor()

    def value(self, node: yaml.Node, path: Path, key: yaml.Node) -> object:
        """A node as a plain value; its place, and those of all that is in it, are noted."""
        self._left -= 1
        if self._left < 0:
            raise _Refused(f"aliases expand to more than {MOST_VALUES:,} values", _start(node))
        if len(path) > DEEPEST:
            raise _Refused(f"values nest deeper than {DEEPEST} levels", _start(node))
        self.places[path] = Place(_start(node), _start(key))
        if isinstance(node, yaml.SequenceNode) and node.tag == _LIST:
            return [self.value(item, (*path, nth), item) for nth, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode) and node.tag == _MAPPING:
            return self._mapping(node, path)
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        seen: dict[str, int] = {}
        values: dict[str, object] = {}
        for name, item in node.value:
            if not isinstance(name, yaml.ScalarNode):
                self._fault(name, path, "a key must be one word or a text", "write 'key: value'")
                continue
            key = str(name.value)
            if key in seen:
                self._fault(name, (*path, key), "this key stands here twice", f"line {seen[key]} has it too")
            seen.setdefault(key, name.start_mark.line + 1)
            values[key] = self.value(item, (*path, key), name)
        return values

    def _scalar(self, node: yaml.Node, path: Path) -> object:
        if not isinstance(node, yaml.ScalarNode) or node.tag not in {_TEXT, *_TYPED}:
            tag = shown(node.tag.replace("tag:yaml.org,2002:", "!!"))
            self._fault(node, path, f"the tag {tag} is not allowed", "remove the tag")
            return None
        if node.tag == _TEXT:
            return str(node.value)
        try:
            if len(node.value) > _LONGEST_TYPED:
                raise ValueError(node.tag)
            return self._scalars.construct_object(node)
        except _BAD_SCALAR:
            kind = node.tag.rpartition(":")[2]
            self._fault(node, path, f"this is not a valid {kind}", "correct it, or put a text in quotes")
            return str(node.value)

    def _fault(self, node: yaml.Node, path: Path, message: str, hint: str) -> None:
        self.faults.append(Fault(*_start(node), spell(path), message, hint))


def spell(path: Sequence[str | int]) -> str:
    """A path of keys as people write it: ``inventory[0].github.owner``, ``owners['acme/*']``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.replace("-", "_").isidentifier():
            text += f".{part}"
        else:
            text += f"[{shown(part)}]"
    return text.removeprefix(".") or "the file"


def shown(value: str) -> str:
    """A piece of untrusted text for a message: quoted, on one line, no longer than 60 characters."""
    quoted = repr(value[:60])
    return quoted if len(value) <= 60 else f"{quoted}…"


def _refuse_depth(text: str) -> None:
    # Composing is recursive and libyaml takes quadratic time over nested flow: look at the events first.
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise _Refused(f"values nest deeper than {DEEPEST} levels", _start(event))


def _start(node: yaml.Node | yaml.Event) -> tuple[int, int]:
    mark = node.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _syntax(error: yaml.MarkedYAMLError, lines: int) -> Document:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    line = min(line, max(lines, 1))  # what is never closed is missed behind the last line
    message = f"this is not YAML: {error.problem or error.context}"
    return _unreadable(line, column, message, "check indentation, quotes and colons on this line and above")


def _unreadable(line: int, column: int, message: str, hint: str) -> Document:
    return Document(None, {}, (Fault(line, column, "the file", message, hint),))


def _characters(text: str, position: int) -> int:
    """Where that byte stands: libyaml counts bytes, an editor characters."""
    return len(text.encode("utf-8", "surrogatepass")[:position].decode("utf-8", "ignore"))


def _place(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
