"""From what git says of a year to what it means; pure, and for one audit's time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from gitops_assets.core.vitality.model import (
    DAY,
    Activity,
    Commit,
    Vitality,
    quarter_of,
    week_of,
    year_of,
)
from gitops_assets.core.vitality.risk import abandonment_risk

_HALF = 0.5


def measure(activity: Activity, committed: int | None, at: int) -> Vitality:
    """How alive a repository is at that moment whose HEAD was committed at ``committed``.

    What claims to be from the future counts as of now.
    """
    head = None if committed is None else min(committed, at)
    releases = None if activity.releases is None else [min(each, at) for each in activity.releases]
    released = max(releases) if releases else None
    branches = activity.unmerged
    told = _commits(activity, at)
    return Vitality(
        unknown=activity.unknown,
        committed=head,
        files_changed=activity.churn.files,
        lines_added=activity.churn.added,
        lines_removed=activity.churn.removed,
        churn_unknown=activity.churn.unknown,
        unmerged_branches=None if branches is None else len(branches),
        oldest_branch=min(branches) if branches else None,
        newest_branch=max(branches) if branches else None,
        releases_year=None if releases is None else sum(each >= year_of(at) for each in releases),
        released=released,
        risk=abandonment_risk(
            at,
            committed=head,
            commits_quarter=told.commits_quarter,
            absence_factor=told.absence_factor,
            released=released,
        ),
        commits_year=told.commits_year,
        commits_quarter=told.commits_quarter,
        active_weeks=told.active_weeks,
        median_gap_days=told.median_gap_days,
        contributors_year=told.contributors_year,
        contributors_quarter=told.contributors_quarter,
        top_share=told.top_share,
        absence_factor=told.absence_factor,
    )


def _commits(activity: Activity, at: int) -> Vitality:
    """The part that follows from the commits; nothing where they are not known."""
    if activity.unknown is not None:
        return Vitality()
    year = [each for each in activity.commits if each.at >= year_of(at)]
    quarter = [each for each in year if each.at >= quarter_of(at)]
    people = _people(year)
    return Vitality(
        commits_year=len(year),
        commits_quarter=len(quarter),
        active_weeks=len({week_of(min(each.at, at)) for each in year}),
        median_gap_days=median_gap([min(each.at, at) for each in year]),
        contributors_year=len(people),
        contributors_quarter=len(_people(quarter)),
        top_share=round(people[0] / sum(people), 3) if people else None,
        absence_factor=absence_factor(people) if people else None,
    )


def median_gap(times: Iterable[int]) -> float | None:
    """Days between two successive days on which somebody committed; None for fewer than two such days."""
    days = sorted({each // DAY for each in times})
    return float(median(later - day for day, later in pairwise(days))) if len(days) > 1 else None


def absence_factor(commits: Sequence[int]) -> int:
    """How many people made half of the commits; ``commits`` of each of them, most first."""
    wanted, so_far = sum(commits) * _HALF, 0
    for place, each in enumerate(commits, 1):
        so_far += each
        if so_far >= wanted:
            return place
    return len(commits)


def stood_at(commits: Sequence[Commit], begun: int) -> str | None:
    """Where the branch of these commits stood when that moment came; None if it was not there yet.

    First parents are followed, of which the last may be older than all these commits.
    """
    known = {each.oid: each for each in commits}
    oid = commits[0].oid
    while (commit := known.get(oid)) is not None and commit.at >= begun:
        if not commit.parents:
            return None
        oid = commit.parents[0]
    return oid


def _people(commits: Iterable[Commit]) -> list[int]:
    """How many commits each person made, most first."""
    return sorted(Counter(each.author for each in commits if each.author is not None).values(), reverse=True)
