"""How alive a repository is, from its year."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.vitality.measure import absence_factor, measure, median_gap, stood_at
from gitops_assets.core.vitality.model import DAY, WEEK, Activity, Churn, quarter_of, week_of, year_of
from gitops_assets.core.vitality.risk import abandonment_risk, silence
from tests.vitality.made import AT, line


def test_a_week_begins_on_monday_and_the_windows_are_whole_weeks() -> None:
    assert datetime.fromtimestamp(week_of(AT), UTC) == datetime(2026, 7, 13, tzinfo=UTC)
    assert datetime.fromtimestamp(quarter_of(AT), UTC) == datetime(2026, 4, 20, tzinfo=UTC)
    assert datetime.fromtimestamp(year_of(AT), UTC) == datetime(2025, 7, 21, tzinfo=UTC)
    assert week_of(week_of(AT)) == week_of(AT) == week_of(week_of(AT) + WEEK - 1)


def test_commits_people_and_gaps_are_counted_in_their_windows() -> None:
    commits = line((1, 0), (1.1, 1), (8, 0), (30, 0), (200, 2), (210, None), (500, 3))
    told = measure(Activity(commits=commits), commits[0].at, AT)
    assert (told.commits_year, told.commits_quarter) == (6, 4)
    assert (told.contributors_year, told.contributors_quarter) == (3, 2)
    assert told.active_weeks == 5
    assert told.median_gap_days == 16.0
    assert (told.top_share, told.absence_factor) == (0.6, 1)
    assert told.committed == AT - DAY


def test_what_is_not_known_is_none_and_not_zero() -> None:
    why = "its clone is shallow"
    told = measure(Activity(unknown=why, churn=Churn(unknown=why), releases=None, unmerged=None), AT, AT)
    assert (told.unknown, told.churn_unknown) == (why, why)
    assert (told.commits_year, told.files_changed, told.releases_year, told.unmerged_branches) == (None,) * 4
    assert told.risk is None


def test_a_quiet_year_has_no_people_to_count() -> None:
    told = measure(Activity(), AT - 400 * DAY, AT)
    assert (told.commits_year, told.contributors_year, told.top_share, told.absence_factor) == (
        0,
        0,
        None,
        None,
    )
    assert told.risk == 1.0


def test_releases_and_branches_are_told_by_their_times() -> None:
    activity = Activity(releases=(AT - 10 * DAY, AT - 700 * DAY), unmerged=(AT - 3 * DAY, AT - 90 * DAY))
    told = measure(activity, AT, AT)
    assert (told.releases_year, told.released) == (1, AT - 10 * DAY)
    assert told.unmerged_branches == 2
    assert (told.oldest_branch, told.newest_branch) == (AT - 90 * DAY, AT - 3 * DAY)


def test_a_commit_and_a_tag_from_the_future_are_from_now() -> None:
    commits = line((-4000, 0), (1, 0))
    told = measure(Activity(commits=commits, releases=(AT + 9 * WEEK,)), commits[0].at, AT)
    assert told.committed == told.released == AT
    assert told.active_weeks == 1


@pytest.mark.parametrize(
    ("commits", "people"), [((9,), 1), ((5, 5), 1), ((4, 3, 3), 2), ((1, 1, 1, 1, 1), 3), ((1, 1, 1), 2)]
)
def test_the_absence_factor_is_how_few_made_half(commits: tuple[int, ...], people: int) -> None:
    assert absence_factor(commits) == people


def test_the_gap_is_between_days_and_not_between_commits() -> None:
    assert median_gap([0, 10, 20, 3 * DAY, 3 * DAY + 5, 10 * DAY]) == 5.0
    assert median_gap([5, 6]) is None


def test_the_branch_is_followed_by_first_parents_to_where_it_stood() -> None:
    commits = line((1, 0), (50, 0), (100, 0))
    assert stood_at(commits, AT - 80 * DAY) == "c2"
    assert stood_at(commits, AT - 300 * DAY) is None
    assert stood_at(commits[:1], AT - 80 * DAY) == "c1"


def test_the_risk_is_the_sum_that_is_written_down() -> None:
    alive = abandonment_risk(AT, committed=AT, commits_quarter=13, absence_factor=3, released=None)
    alone = abandonment_risk(AT, committed=AT, commits_quarter=13, absence_factor=1, released=AT)
    gone = abandonment_risk(AT, committed=0, commits_quarter=0, absence_factor=None, released=0)
    assert (alive, alone, gone) == (0.0, 0.2, 1.0)
    assert silence(90 * DAY) == 0
    assert silence(227 * DAY) == 0.5
    assert abandonment_risk(AT, committed=None, commits_quarter=3, absence_factor=1, released=None) is None


@given(
    made=st.lists(st.tuples(st.integers(0, 800), st.none() | st.integers(0, 9)), max_size=40),
    releases=st.lists(st.integers(-(2**62), 2**62), max_size=5),
)
def test_every_year_can_be_measured(made: list[tuple[int, int | None]], releases: list[int]) -> None:
    commits = line(*sorted(made, key=lambda each: each[0]))
    head = commits[0].at if commits else None
    told = measure(Activity(commits=commits, releases=tuple(releases)), head, AT)
    assert told.commits_quarter is not None
    assert told.commits_year is not None
    assert told.commits_quarter <= told.commits_year <= len(made)
    assert told.risk is None or 0 <= told.risk <= 1
    assert told.top_share is None or 0 < told.top_share <= 1
    assert told.absence_factor is None or 1 <= told.absence_factor <= (told.contributors_year or 0)
