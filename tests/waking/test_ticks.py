"""Strokes of schedules, also where clocks are put forward and back."""

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from gitops_assets.core.waking.ticks import Timing, cron_problem, daily, monthly, weekly

BERLIN = "Europe/Berlin"


def at(text: str, zone: str = BERLIN) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def told(strokes: list[int], zone: str = BERLIN) -> list[str]:
    return [datetime.fromtimestamp(each, ZoneInfo(zone)).isoformat() for each in strokes]


def test_a_day_has_one_stroke_where_it_lacks_the_hour() -> None:
    strokes = Timing(daily("02:30"), BERLIN).upcoming(at("2026-03-28T00:00"), 3)
    assert told(strokes) == [
        "2026-03-28T02:30:00+01:00",
        "2026-03-29T03:00:00+02:00",
        "2026-03-30T02:30:00+02:00",
    ]


def test_a_day_has_one_stroke_where_it_has_the_hour_twice() -> None:
    strokes = Timing(daily("02:30"), BERLIN).upcoming(at("2026-10-24T00:00"), 3)
    assert told(strokes) == [
        "2026-10-24T02:30:00+02:00",
        "2026-10-25T02:30:00+02:00",
        "2026-10-26T02:30:00+01:00",
    ]


def test_a_stroke_in_the_hour_that_came_first_is_not_told_again_in_the_second() -> None:
    timing = Timing(daily("02:30"), BERLIN)
    second = at("2026-10-25T02:10") + 3600  # 02:10 for the second time
    assert told([timing.first(second) or 0]) == ["2026-10-26T02:30:00+01:00"]


@pytest.mark.parametrize("night", ["2026-03-29T00:00", "2026-10-25T00:00"])
def test_what_strikes_by_the_quarter_does_so_in_that_night_too(night: str) -> None:
    strokes = Timing("*/15 * * * *", BERLIN).upcoming(at(night), 24)
    assert {after - before for before, after in pairwise(strokes)} == {900}


def test_zones_have_clocks_of_their_own() -> None:
    moment = at("2026-06-01T00:00", "UTC")
    tokyo, berlin = (Timing(daily("09:00"), zone).first(moment) for zone in ("Asia/Tokyo", BERLIN))
    assert (tokyo, berlin) == (moment + 86_400, moment + 7 * 3600)


def test_words_become_expressions() -> None:
    assert daily("2:05") == "5 2 * * *"
    assert weekly("Monday 06:00") == "0 6 * * 1"
    assert weekly("sun 23:59") == "59 23 * * 0"
    assert monthly("1 06:00") == "0 6 1 * *"
    assert monthly("last 06:00") == "0 6 L * *"


def test_the_last_day_is_another_each_month() -> None:
    strokes = Timing(monthly("last 06:00")).upcoming(at("2028-01-31T07:00", "UTC"), 2)
    assert [each[:10] for each in told(strokes, "UTC")] == ["2028-02-29", "2028-03-31"]


@pytest.mark.parametrize("text", ["", "24:00", "2:5", "02:60", "noon", "-1:00", "²:00"])
def test_what_is_no_time_is_refused(text: str) -> None:
    for make, before in ((daily, ""), (weekly, "monday "), (monthly, "1 ")):
        with pytest.raises(ValueError, match="write"):
            make(before + text)


@pytest.mark.parametrize("text", ["m 06:00", "someday 06:00", "06:00", ""])
def test_what_is_no_day_of_the_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="monday"):
        weekly(text)


@pytest.mark.parametrize("text", ["31 06:00", "0 06:00", "first 06:00", "06:00"])
def test_what_is_no_day_of_every_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="1 to 28"):
        monthly(text)


@pytest.mark.parametrize(
    ("cron", "why"),
    [
        ("0 2 * * *", None),
        ("*/5 0-6 1,15 * mon-fri", None),
        ("0 2 * *", "five fields"),
        ("0 0 2 * * *", "five fields"),
        ("61 2 * * *", "bad minute"),
        ("0 2 * * moonday", "bad day-of-week"),
        ("0 0 30 2 *", "bad day-of-month"),
    ],
)
def test_expressions_are_checked(cron: str, why: str | None) -> None:
    found = cron_problem(cron)
    assert (found is None) if why is None else (why in str(found))
