"""Three-way merge of two changed sequences with the one that both came from.

Items that all three have in common part the sequences into pieces; of a piece that only one side changed that
side counts, one that both changed alike counts once, any other is a conflict (Khanna, Kunal and Pierce, "A
Formal Investigation of Diff3", 2007). Nothing that a side added is ever left out without one.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from gitops_assets.core.templates.merging.matching import matched

Keys = Sequence[Hashable]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a piece stands in base, ours and theirs; which side counts, or neither in a conflict."""

    base: Span
    ours: Span
    theirs: Span
    takes_ours: bool = False
    takes_theirs: bool = False

    @property
    def is_conflict(self) -> bool:
        """Whether both sides changed it, and not alike."""
        return not (self.takes_ours or self.takes_theirs)


def merged_pieces(base: Keys, ours: Keys, theirs: Keys) -> Iterator[Piece]:
    """The pieces in their order; together they cover all three sequences."""
    at = (0, 0, 0)
    for a, o, t in _common(base, ours, theirs):
        yield from _between(base, ours, theirs, at, (a, o, t))
        yield Piece((a, a + 1), (o, o + 1), (t, t + 1), takes_ours=True)
        at = (a + 1, o + 1, t + 1)
    yield from _between(base, ours, theirs, at, (len(base), len(ours), len(theirs)))


def _common(base: Keys, ours: Keys, theirs: Keys) -> Iterator[tuple[int, int, int]]:
    in_theirs = dict(matched(base, theirs))
    return ((a, o, in_theirs[a]) for a, o in matched(base, ours) if a in in_theirs)


def _between(
    base: Keys, ours: Keys, theirs: Keys, start: tuple[int, int, int], end: tuple[int, int, int]
) -> Iterator[Piece]:
    if start == end:
        return
    spans = ((start[0], end[0]), (start[1], end[1]), (start[2], end[2]))
    was, mine, other = (tuple(keys[a:b]) for keys, (a, b) in zip((base, ours, theirs), spans, strict=True))
    ours_counts = other in {mine, was}
    yield Piece(*spans, takes_ours=ours_counts, takes_theirs=was == mine and not ours_counts)
