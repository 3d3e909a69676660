"""YAML with lines, and without surprises: every scalar is the text that was written, no tag is obeyed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import yaml

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.faults import malformed
from gitops_assets.core.dependencies.parsers.located import DEPTH, VALUES, Located, Place

DIRECTIVES = 100
"""``%TAG`` lines that are read: libyaml compares each with all before it, megabytes of them take minutes."""

_Event = Any  # the stubs know no field of an event
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# YAML 1.1, which libyaml speaks, ends lines where no editor does.
_ODD_BREAK = re.compile("[\r\x85\u2028\u2029]")
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def read_yaml(text: str) -> list[Located]:
    """The documents of a YAML text, empty ones left out; raises :class:`Malformed`.

    Scalars stay text (``1.10`` is not 1.1, ``on`` is not true); only an empty one and ``null`` are None.
    What an alias stands for is on the alias's line, its parts on no line of their own. A key that is no
    scalar stands as ``?`` and its line.
    """
    if text.count("\n%TAG") > DIRECTIVES:
        raise Malformed(f"has more than {DIRECTIVES} %TAG directives")
    lines = _Lines(text)
    try:
        return list(_documents(text, lines))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise malformed(text, "YAML", error.problem, lines.at(mark) if mark else 1) from None
    except yaml.YAMLError as error:
        raise malformed(text, "YAML", error, _line_of_unreadable(text)) from None


def read_yaml_document(text: str) -> Located:
    """The first document; one without a value where there is none."""
    return next(iter(read_yaml(text)), Located(None))


def _documents(text: str, lines: "_Lines") -> Iterator[Located]:
    events, size = yaml.parse(text, Loader=_LOADER), 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            build = _Build(events, lines, size=size)
            located, size = build.located(), build.size
            if located.value is not None:
                yield located


def _line_of_unreadable(text: str) -> int:
    """The line of the first character that YAML forbids everywhere."""
    found = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


class _Lines:
    """libyaml's lines as lines of the file."""

    def __init__(self, text: str) -> None:
        odd = _ODD_BREAK.search(text) is not None
        breaks = (found[0].endswith("\n") for found in _BREAK.finditer(text)) if odd else ()
        self._last = text.count("\n") + 1
        self._numbers = list(accumulate(breaks, initial=1)) if odd else None

    def at(self, mark: Any) -> int:  # noqa: ANN401 - the stubs know no C mark
        """The line, from 1, of a mark of the parser."""
        line = int(mark.line)
        if self._numbers is None:
            return min(line + 1, self._last)
        return self._numbers[min(line, len(self._numbers) - 1)]


@dataclass(slots=True)
class _Anchored:
    """What an anchor names, and how many values that is."""

    value: Any = None
    size: int = 0
    whole: bool = False


@dataclass(slots=True)
class _Build:
    """One document out of the parser's events; ``size`` counts the values of the whole text."""

    events: Iterator[_Event]
    lines: _Lines
    size: int = 0
    found: dict[Place, int] = field(default_factory=dict)
    repeated: list[tuple[str, int]] = field(default_factory=list)
    anchors: dict[str, _Anchored] = field(default_factory=dict)

    def located(self) -> Located:
        """The document's value with the line of each of its places."""
        event = next(self.events)
        self.found[()] = self.lines.at(event.start_mark)
        value = self._value(event, ())
        return Located(value, self.found, tuple(self.repeated))

    def _value(self, event: _Event, place: Place) -> object:
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(event)
        self._grow(1, event)
        if len(place) > DEPTH:
            raise Malformed("is nested too deeply", self.lines.at(event.start_mark))
        anchor = _Anchored()
        if event.anchor:
            self.anchors[event.anchor] = anchor
        before = self.size
        anchor.value = self._content(event, place)
        anchor.size, anchor.whole = self.size - before + 1, True
        return anchor.value

    def _aliased(self, event: _Event) -> object:
        anchor, line = self.anchors.get(event.anchor), self.lines.at(event.start_mark)
        if anchor is None:
            raise Malformed(f"has an alias {event.anchor[:80]!r} that names nothing", line)
        if not anchor.whole:
            raise Malformed("contains itself by an alias", line)
        self._grow(anchor.size, event)
        return anchor.value

    def _grow(self, size: int, event: _Event) -> None:
        self.size += size
        if self.size > VALUES:
            why = f"has more than {VALUES:,} values once its aliases are followed"
            raise Malformed(why, self.lines.at(event.start_mark))

    def _content(self, event: _Event, place: Place) -> object:
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        return None if event.implicit[0] and event.value in _NULLS else event.value

    def _list(self, place: Place) -> list[object]:
        value: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            here = (*place, len(value))
            self.found[here] = self.lines.at(event.start_mark)
            value.append(self._value(event, here))
        return value

    def _mapping(self, place: Place) -> dict[str, object]:
        own: dict[str, object] = {}
        merged: list[object] = []
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line, key = self.lines.at(event.start_mark), self._key(event, place)
            if key == "<<" and isinstance(event, yaml.ScalarEvent) and event.implicit[0]:
                merged.append(self._value(next(self.events), (*place, key)))
                continue
            if key in own:
                self.repeated.append((key, line))
            here = (*place, key)
            self.found[here] = line
            own[key] = self._value(next(self.events), here)
        return _merged(merged) | own if merged else own

    def _key(self, event: _Event, place: Place) -> str:
        line = self.lines.at(event.start_mark)
        value = event.value if isinstance(event, yaml.ScalarEvent) else self._value(event, (*place, "?"))
        return value if isinstance(value, str) else f"?{line}"


def _merged(sources: list[object]) -> dict[str, object]:
    """What ``<<`` brings in; the first source counts most (yaml.org/type/merge)."""
    value: dict[str, object] = {}
    for source in sources:
        for each in source if isinstance(source, list) else [source]:
            for key, item in each.items() if isinstance(each, dict) else ():
                value.setdefault(key, item)
    return value
