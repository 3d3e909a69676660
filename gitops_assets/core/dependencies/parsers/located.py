"""A parsed text that still knows on which line everything stood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Step = str | int
Place = tuple[Step, ...]
"""The way to a value: keys and positions, from the top."""

DEPTH = 100
"""Levels of nesting that are read; more is an attack on whoever walks them, not a manifest."""

VALUES = 1_000_000
"""Keys and items of one text; a lock file of 5 MB has a quarter of that, and each costs 200 bytes."""


@dataclass(frozen=True, slots=True)
class Located:
    """A value of a text, and the lines (from 1) of its keys and items.

    ``value`` is made of dicts, lists and scalars. ``repeated`` are keys that stood twice in one mapping (the
    last one counts), with the line of the repetition.
    """

    value: Any
    lines: Mapping[Place, int] = field(default_factory=dict)
    repeated: tuple[tuple[str, int], ...] = ()

    def line(self, *place: Step) -> int:
        """The line of the key or item at that place, or of the nearest thing around it."""
        for end in range(len(place), -1, -1):
            found = self.lines.get(place[:end])
            if found is not None:
                return found
        return 1

    def at(self, *place: Step) -> Any:  # noqa: ANN401 - a text holds anything
        """The value at that place; None where the way there is not what the text holds."""
        value = self.value
        for step in place:
            try:
                value = None if isinstance(value, str) else value[step]
            except (LookupError, TypeError):
                return None
        return value

    def mapping(self, *place: Step) -> dict[str, Any]:
        """The mapping at that place, an empty one where there is none; keys that are no text are left out."""
        value = self.at(*place)
        return (
            {key: item for key, item in value.items() if isinstance(key, str)}
            if isinstance(value, dict)
            else {}
        )

    def items(self, *place: Step) -> Sequence[Any]:
        """The list at that place, an empty one where there is none."""
        value = self.at(*place)
        return value if isinstance(value, list) else ()

    def text(self, *place: Step) -> str | None:
        """The text at that place, None where there is none or it is empty."""
        value = self.at(*place)
        return value if isinstance(value, str) and value else None

    def texts(self, *place: Step) -> Iterator[tuple[int, str]]:
        """The texts of the list at that place, each with its position in it."""
        return ((nth, item) for nth, item in enumerate(self.items(*place)) if isinstance(item, str))
