"""References that lead in a circle."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def closing(references: Mapping[T, Sequence[T]]) -> set[tuple[T, T]]:
    """The references (from, to) that close a circle, where each is followed in its order, depth first."""
    found: set[tuple[T, T]] = set()
    done: set[T] = set()
    for start in references:
        _follow(start, references, done, found)
    return found


def _follow(start: T, references: Mapping[T, Sequence[T]], done: set[T], found: set[tuple[T, T]]) -> None:
    if start in done:
        return
    way, opened = [(start, iter(references.get(start, ())))], {start}
    while way:
        here, rest = way[-1]
        target = next(rest, None)
        if target is None:
            done.add(here)
            opened.discard(here)
            way.pop()
        elif target in opened:
            found.add((here, target))
        elif target not in done:
            opened.add(target)
            way.append((target, iter(references.get(target, ()))))
