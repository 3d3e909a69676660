from datetime import UTC, datetime

import pytest

from gitops_assets.core.dependencies.past import Every, Past, commits_at, moments


def epoch(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def days(found: list[int]) -> list[str]:
    return [datetime.fromtimestamp(each, UTC).date().isoformat() for each in found]


def test_moments_are_days_weeks_or_calendar_months_apart_and_in_the_past() -> None:
    assert days(moments(epoch("2026-01-30"), epoch("2026-02-02"), Every.DAY)) == [
        "2026-01-30",
        "2026-01-31",
        "2026-02-01",
    ]
    assert days(moments(epoch("2026-01-30"), epoch("2026-02-13"), Every.WEEK)) == ["2026-01-30", "2026-02-06"]
    assert days(moments(epoch("2026-01-31"), epoch("2026-04-01"), Every.MONTH)) == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
    ]
    assert moments(epoch("2026-02-02"), epoch("2026-02-01"), Every.DAY) == []


def test_more_moments_than_anybody_means_are_refused_and_not_cut() -> None:
    with pytest.raises(ValueError, match="more than 10,000 moments, a day apart"):
        moments(epoch("1990-01-01"), epoch("2026-01-01"), Every.DAY)


def test_at_each_moment_stands_the_newest_commit_until_then() -> None:
    line = [Past("c", 300), Past("b", 200), Past("a", 100)]
    assert commits_at(line, [50, 100, 250, 900]) == [(100, "a"), (250, "b"), (900, "c")]


def test_a_commit_that_claims_to_be_older_than_its_parent_comes_after_it_all_the_same() -> None:
    line = [Past("c", 300), Past("b", 10), Past("a", 100)]
    assert commits_at(line, [50, 100, 299]) == [(100, "b"), (299, "b")]
