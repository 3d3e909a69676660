"""Three-way merge of what texts mean: mappings by keys, lists by items, anything else as a whole."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gitops_assets.core.templates.merging.diff3 import merged_pieces

Value = Any
Place = tuple[str, ...]


class _Missing:
    """No such key."""


MISSING = _Missing()

_NAMES = ("id", "name", "repo", "uses", "key", "path", "url", "package-ecosystem")
"""Keys that tell the items of a list apart, if each has one of its own."""


@dataclass(slots=True)
class ValueMerge:
    """One merge; ``clashes`` are the places at which both sides changed a value, with both."""

    clashes: list[tuple[Place, Value, Value]] = field(default_factory=list)

    def merged(self, base: Value, theirs: Value, ours: Value, place: Place = ()) -> Value:
        """The value that both sides make of the base, or :data:`MISSING`; ours in a clash."""
        if same(ours, theirs) or same(base, theirs):
            return ours
        if same(base, ours):
            return theirs
        if isinstance(theirs, Mapping) and isinstance(ours, Mapping):
            return self._mapping(base if isinstance(base, Mapping) else {}, theirs, ours, place)
        if is_list(theirs) and is_list(ours):
            return self._list(base if is_list(base) else None, theirs, ours, place)
        return self._clash(place, ours, theirs)

    def _clash(self, place: Place, ours: Value, theirs: Value) -> Value:
        self.clashes.append((place, ours, theirs))
        return ours

    def _mapping(self, base: Value, theirs: Value, ours: Value, place: Place) -> dict[Any, Value]:
        merged = {}
        for key in (*ours, *(key for key in theirs if key not in ours)):
            was, now, mine = (each.get(key, MISSING) for each in (base, theirs, ours))
            value = self.merged(was, now, mine, (*place, str(key)))
            if value is not MISSING:
                merged[key] = value
        return merged

    def _list(self, base: Value, theirs: Value, ours: Value, place: Place) -> list[Value]:
        sides = (base or [], theirs, ours)
        found = next((each for name in _NAMES if (each := _by_name(sides, name))), None)
        if found is not None:
            return list(self._mapping(*found, place).values())
        if base is None and not all(isinstance(item, Hashable) for item in (*theirs, *ours)):
            return list(self._clash(place, ours, theirs))
        return self._items(sides, place)

    def _items(self, sides: tuple[Value, Value, Value], place: Place) -> list[Value]:
        base, theirs, ours = sides
        merged: list[Value] = []
        keys = ([meaning(item) for item in items] for items in (base, ours, theirs))
        for piece in merged_pieces(*keys):
            mine, other = ours[slice(*piece.ours)], theirs[slice(*piece.theirs)]
            if piece.is_conflict and piece.base[0] < piece.base[1]:
                return list(self._clash(place, ours, theirs))
            merged += other if piece.takes_theirs else mine
            if piece.is_conflict:
                known = {meaning(item) for item in mine}
                merged += (item for item in other if meaning(item) not in known)
        return merged


def is_list(value: Value) -> bool:
    """Whether a value is a list, of whatever library."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def same(one: Value, other: Value) -> bool:
    """Whether two values mean the same: 1 is neither 1.0 nor true, the order of keys says nothing."""
    return one is other or meaning(one) == meaning(other)


def meaning(value: Value) -> Hashable:
    """A value as something that compares by what it means, whatever library it is of."""
    if isinstance(value, Mapping):
        return frozenset((meaning(key), meaning(item)) for key, item in value.items())
    if is_list(value):
        return tuple(meaning(item) for item in value)
    kinds = (str, bool, int, float)
    kind = next((each for each in kinds if isinstance(value, each)), type(value))
    return (kind.__name__, kind(value) if kind in kinds else str(value))


def _by_name(
    sides: tuple[Value, ...], name: str
) -> tuple[dict[Any, Value], dict[Any, Value], dict[Any, Value]] | None:
    """The lists as mappings by that key of their items, None where it does not tell them apart."""
    named = []
    for items in sides:
        if not all(isinstance(item, Mapping) and isinstance(item.get(name), str) for item in items):
            return None
        names = {item[name]: item for item in items}
        if len(names) < len(items):
            return None
        named.append(names)
    return (named[0], named[1], named[2]) if any(named) else None
