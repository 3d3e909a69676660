"""What shows whether anybody still works on a repository, under the names of the CHAOSS metrics.

Definitions: https://chaoss.community/kb/metrics-and-metrics-models/. Times are epoch seconds; None is not
known. Nobody is named: authors are numbers that mean nothing outside one reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass

DAY = 86_400
WEEK = 7 * DAY
YEAR_WEEKS = 52
QUARTER_WEEKS = 13
_MONDAY = 4 * DAY  # the first Monday since the epoch, which was a Thursday


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit; ``author`` is None where its author is a program by its own address."""

    oid: str
    at: int
    parents: tuple[str, ...]
    author: int | None


@dataclass(frozen=True, slots=True)
class Churn:
    """Files and lines in which two commits differ; ``unknown`` says why they are not known."""

    files: int | None = None
    added: int | None = None
    removed: int | None = None
    unknown: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What git says: the year's commits, newest first, or why they are not known.

    ``releases`` are the times of all tags, ``unmerged`` of the last commits of branches that HEAD lacks.
    """

    commits: Sequence[Commit] = ()
    unknown: str | None = None
    churn: Churn = Churn(0, 0, 0)
    releases: Sequence[int] | None = ()
    unmerged: Sequence[int] | None = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitality:
    """How alive a repository was at a moment.

    ``commits_*``: Code Changes Commits. ``active_weeks``: weeks of the year with a commit.
    ``median_gap_days``: between two successive days with commits. ``contributors_*``: Contributors, programs
    not among them. ``absence_factor``: Contributor Absence Factor, the fewest people who made half of the
    year's commits; ``top_share``: what the first of them made, 0 to 1. ``files_changed``, ``lines_*``: Code
    Changes Lines, between where the branch stood when the quarter began and now. ``releases_year``,
    ``released``: Release Frequency. ``*_branch``: last commits of the unmerged branches. ``risk``: of
    abandonment, 0 to 1.
    """

    unknown: str | None = None
    committed: int | None = None
    commits_year: int | None = None
    commits_quarter: int | None = None
    active_weeks: int | None = None
    median_gap_days: float | None = None
    contributors_year: int | None = None
    contributors_quarter: int | None = None
    top_share: float | None = None
    absence_factor: int | None = None
    files_changed: int | None = None
    lines_added: int | None = None
    lines_removed: int | None = None
    churn_unknown: str | None = None
    unmerged_branches: int | None = None
    oldest_branch: int | None = None
    newest_branch: int | None = None
    releases_year: int | None = None
    released: int | None = None
    risk: float | None = None


def week_of(at: int) -> int:
    """When the week of a moment began: Monday, 00:00 UTC."""
    return (at - _MONDAY) // WEEK * WEEK + _MONDAY


def year_of(at: int) -> int:
    """When the year of a moment begins: its week and the 51 before."""
    return week_of(at) - (YEAR_WEEKS - 1) * WEEK


def quarter_of(at: int) -> int:
    """When the quarter of a moment begins: its week and the 12 before, which are 84 to 91 days."""
    return week_of(at) - (QUARTER_WEEKS - 1) * WEEK
