"""The two answers of a gate that are neither yes nor no."""

from collections.abc import Iterable, Sequence

_SHOWN = 3


class NotApplicable(Exception):  # noqa: N818 - a verdict on the question, not an error
    """Raised by a gate whose question makes no sense here; the message is shown as the reason."""


class NotKnown(Exception):  # noqa: N818 - a verdict on the facts, not an error
    """Raised by a gate whose facts are absent (``None``): its answer is unknown, the message says why.

    What the gate found before it raised still counts: one bad file is enough, whatever the others hold.
    ``unread`` are the only files that could not be looked at; none are named where it may be any.
    """

    def __init__(self, why: str, unread: Iterable[str] = ()) -> None:
        super().__init__(why)
        self.unread = frozenset(unread)


def together(reasons: Sequence[NotKnown]) -> NotKnown:
    """Several reasons as one, of which the first few are told; it names files only if all of them do."""
    told = "; ".join(str(each) for each in reasons[:_SHOWN])
    named = all(each.unread for each in reasons)
    return NotKnown(told, frozenset[str]().union(*(each.unread for each in reasons)) if named else ())
