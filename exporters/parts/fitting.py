"""A text that has to fit: rendered again with fewer rows and shorter texts, never cut in the middle.

So its structure is whole whatever is left out, and it can say itself how much that is.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Room(NamedTuple):
    """How many rows of each kind may be told, and how many characters of each text."""

    rows: int
    characters: int


def fitted(render: Callable[[Room], str], rooms: Iterable[Room], fits: Callable[[str], bool]) -> str:
    """The first of these that fits, from the roomiest on; the last one where none does."""
    text = ""
    for room in rooms:
        text = render(room)
        if fits(text):
            break
    return text
