"""YAML with lines, and without surprises: every scalar is the text that was written, no tag is obeyed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.located import Located, Place

NODES = 200_000
"""Values of one document after aliases were followed; what has more is a bomb ("billion laughs")."""

DEPTH = 100
"""Levels of nesting; libyaml's own composer would overflow the stack where nobody can catch it."""

_Event = Any  # the stubs know no field of an event
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CONFLICT = re.compile(r"^(?:<{7} |>{7} )", re.MULTILINE)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> list[Located]:
    """The documents of a YAML text, an empty one left out; raises :class:`Malformed`.

    Scalars stay text (``1.10`` is not 1.1, ``on`` is not true); only an empty one and ``null`` are None.
    What an alias stands for is on the alias's line.
    """
    try:
        events = yaml.parse(text, Loader=_LOADER)
        return [_Build(events).located() for event in events if isinstance(event, yaml.DocumentStartEvent)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = "has merge-conflict markers" if _CONFLICT.search(text) else f"is no YAML: {error.problem}"
        raise Malformed(why, mark.line + 1 if mark else 1) from None
    except yaml.YAMLError as error:
        raise Malformed(f"is no YAML: {error}".splitlines()[0]) from None


def read_yaml_document(text: str) -> Located:
    """The first document; one without a value where there is none."""
    return next(iter(read_yaml(text)), Located(None))


@dataclass(slots=True)
class _Anchored:
    """What an anchor names, and how many values that is."""

    value: Any = None
    size: int = 0
    whole: bool = False


@dataclass(slots=True)
class _Build:
    """One document out of the parser's events."""

    events: Iterator[_Event]
    found: dict[Place, int] = field(default_factory=dict)
    repeated: list[tuple[str, int]] = field(default_factory=list)
    anchors: dict[str, _Anchored] = field(default_factory=dict)
    size: int = 0

    def located(self) -> Located:
        event = next(self.events)
        self.found[()] = event.start_mark.line + 1
        value = self._value(event, ())
        return Located(value, self.found, tuple(self.repeated))

    def _value(self, event: _Event, place: Place) -> object:
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(event)
        self._grow(1)
        if len(place) > DEPTH:
            raise Malformed("is nested too deeply", event.start_mark.line + 1)
        anchor = _Anchored()
        if event.anchor:
            self.anchors[event.anchor] = anchor
        before = self.size
        anchor.value = self._content(event, place)
        anchor.size, anchor.whole = self.size - before + 1, True
        return anchor.value

    def _aliased(self, event: _Event) -> object:
        anchor, line = self.anchors.get(event.anchor), event.start_mark.line + 1
        if anchor is None:
            raise Malformed(f"has an alias {event.anchor!r} that names nothing", line)
        if not anchor.whole:
            raise Malformed("contains itself by an alias", line)
        self._grow(anchor.size)
        return anchor.value

    def _grow(self, size: int) -> None:
        self.size += size
        if self.size > NODES:
            raise Malformed(f"has more than {NODES:,} values once its aliases are followed")

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
            self.found[here] = event.start_mark.line + 1
            value.append(self._value(event, here))
        return value

    def _mapping(self, place: Place) -> dict[str, object]:
        own: dict[str, object] = {}
        merged: list[object] = []
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, place)
            if key == "<<" and event.implicit[0]:
                merged.append(self._value(next(self.events), (*place, key)))
                continue
            line = event.start_mark.line + 1
            if key in own:
                self.repeated.append((key, line))
            self.found[*place, key] = line
            own[key] = self._value(next(self.events), (*place, key))
        return _merged(merged) | own

    def _key(self, event: _Event, place: Place) -> str:
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        return str(self._value(event, (*place, "?")))[:200]


def _merged(sources: list[object]) -> dict[str, object]:
    """What ``<<`` brings in; the first source counts most (yaml.org/type/merge)."""
    value: dict[str, object] = {}
    for source in sources:
        for each in source if isinstance(source, list) else [source]:
            value = {**each, **value} if isinstance(each, dict) else value
    return value
