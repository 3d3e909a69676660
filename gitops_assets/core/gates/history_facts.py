"""The commits behind a tree as gates see them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitFact:
    """One commit; ``signed`` says that it carries a signature, not that anybody checked it."""

    oid: str
    committed: int
    author: str
    committer: str
    signed: bool
    merge: bool
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFacts:
    """The newest commits of a branch, newest first, and how large the history is.

    ``complete`` is False for a shallow clone: older commits exist elsewhere. ``bytes_stored`` is the size of
    the object database on disk, None where it is shared with another repository. ``release`` is the newest
    tag's name and time, on whichever branch it was made.
    """

    commits: tuple[CommitFact, ...] = ()
    complete: bool = True
    bytes_stored: int | None = None
    release: tuple[str, int] | None = None
