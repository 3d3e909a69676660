"""What was seen of one repository before anyone judged it; the only input of :mod:`.derive`."""

from dataclasses import dataclass, field
from enum import StrEnum

from gitops_assets.core.model import Remote
from gitops_assets.core.state.porcelain import Status


class Refusal(StrEnum):
    """Why there is no status."""

    UNSAFE_OWNERSHIP = "unsafe-ownership"
    UNREADABLE = "unreadable"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Raw facts of one repository.

    ``entries`` are the names in its git folder, from which the operation in progress follows. ``fetched`` and
    ``committed`` are epoch seconds; ``branch_tips`` maps local branches to their last commit's time.
    ``dirty_submodules`` are those with changes inside that git's own status was told not to look for.
    """

    refusal: Refusal | None = None
    why: str | None = None
    status: Status | None = None
    bare: bool = False
    entries: frozenset[str] = frozenset()
    sparse: bool = False
    partial: bool = False
    remotes: tuple[Remote, ...] = ()
    fetched: int | None = None
    committed: int | None = None
    default_branch: str | None = None
    branch_tips: dict[str, int] = field(default_factory=dict)
    worktrees: tuple[str, ...] = ()
    submodules: tuple[str, ...] = ()
    dirty_submodules: tuple[str, ...] = ()
    tag: str | None = None
    commits_since_tag: int | None = None
    lfs_pointers: int | None = None
