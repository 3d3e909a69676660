"""How a template is applied, and what came of it, as values."""

from dataclasses import dataclass

from gitops_assets.core.templates.model import ApplyState, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """Where a plan is written. Without ``in_place`` on a branch, which no checkout notices.

    ``branch`` is named after the template and its version unless it is given. ``commit`` commits what was
    written in place, ``dirty`` allows changes of the user's there. ``batch`` is what it belongs to.
    """

    branch: str | None = None
    in_place: bool = False
    commit: bool = False
    dirty: bool = False
    batch: str | None = None
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What came of one application; ``why`` is a sentence where it is not what was wished.

    ``application`` is what a rollback takes, None where nothing was begun. ``version`` is a tag, or the oid
    of what has none.
    """

    slug: str
    template: str
    version: str
    state: ApplyState
    application: str | None = None
    plan: Plan | None = None
    why: str = ""
    branch: str | None = None
    commit: str | None = None
    seconds: float = 0.0
