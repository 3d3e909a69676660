from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.notifications.hours import next_digest, quiet_until
from gitops_assets.core.notifications.policy import Digest, Quiet, Rhythm

BERLIN = "Europe/Berlin"
NIGHT = Quiet(start=22 * 60, end=7 * 60, zone=BERLIN)
ZONES = ("UTC", BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago")


def at(text: str, zone: str = BERLIN, *, fold: int = 0) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp())


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-03-02 21:59", None),
        ("2026-03-02 22:00", "2026-03-03 07:00"),
        ("2026-03-03 06:59", "2026-03-03 07:00"),
        ("2026-03-03 07:00", None),
        ("2026-03-28 23:00", "2026-03-29 07:00"),  # the night is an hour shorter
        ("2026-10-24 23:00", "2026-10-25 07:00"),  # and an hour longer
    ],
)
def test_a_quiet_night_ends_when_the_clock_on_the_wall_says_so(now: str, end: str | None) -> None:
    assert quiet_until(NIGHT, at(now)) == (at(end) if end else None)


def test_a_night_that_begins_on_friday_holds_into_saturday_only() -> None:
    friday = Quiet(start=22 * 60, end=7 * 60, zone=BERLIN, days=frozenset({4}))
    assert quiet_until(friday, at("2026-03-07 06:00")) == at("2026-03-07 07:00")  # a Saturday
    assert quiet_until(friday, at("2026-03-07 23:00")) is None
    assert quiet_until(friday, at("2026-03-08 06:00")) is None


def test_hours_of_one_day_end_on_it() -> None:
    lunch = Quiet(start=12 * 60, end=13 * 60)
    assert quiet_until(lunch, at("2026-03-02 12:30", "UTC")) == at("2026-03-02 13:00", "UTC")
    assert quiet_until(lunch, at("2026-03-02 13:00", "UTC")) is None


def test_quiet_hours_that_never_end_are_a_day_long() -> None:
    always = Quiet(start=0, end=0)
    assert quiet_until(always, at("2026-03-02 12:30", "UTC")) == at("2026-03-03 00:00", "UTC")


def test_an_end_that_the_clock_shows_twice_is_always_ahead() -> None:
    until = Quiet(start=60, end=150, zone=BERLIN)
    second = at("2026-10-25 02:15", fold=1)
    assert quiet_until(until, second) == at("2026-10-25 02:30", fold=1)


@pytest.mark.parametrize(
    ("digest", "now", "then"),
    [
        (Digest(rhythm=Rhythm.HOURLY), "2026-03-02 09:00", "2026-03-02 10:00"),
        (Digest(rhythm=Rhythm.DAILY, zone=BERLIN), "2026-03-02 08:59", "2026-03-02 09:00"),
        (Digest(rhythm=Rhythm.DAILY, zone=BERLIN), "2026-03-02 09:00", "2026-03-03 09:00"),
        (Digest(rhythm=Rhythm.DAILY, zone=BERLIN), "2026-03-28 10:00", "2026-03-29 09:00"),
        (Digest(rhythm=Rhythm.DAILY, at=150, zone=BERLIN), "2026-03-28 10:00", "2026-03-29 03:30"),
        (Digest(rhythm=Rhythm.DAILY, at=150, zone=BERLIN), "2026-10-25 02:30", "2026-10-26 02:30"),
        (Digest(rhythm=Rhythm.WEEKLY, day=0, zone=BERLIN), "2026-03-02 09:00", "2026-03-09 09:00"),
        (Digest(rhythm=Rhythm.WEEKLY, day=4, zone=BERLIN), "2026-03-02 09:00", "2026-03-06 09:00"),
    ],
)
def test_a_digest_is_sent_at_its_time_of_day(digest: Digest, now: str, then: str) -> None:
    assert next_digest(digest, at(now)) == at(then)


@given(
    st.integers(1_700_000_000, 1_900_000_000),
    st.sampled_from(ZONES),
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.sampled_from(Rhythm),
)
def test_what_waits_waits_for_later_and_never_for_long(
    now: int, zone: str, start: int, end: int, rhythm: Rhythm
) -> None:
    until = quiet_until(Quiet(start=start, end=end, zone=zone), now)
    assert until is None or now < until <= now + 26 * 3600
    assert now < next_digest(Digest(rhythm=rhythm, at=start, day=3, zone=zone), now) <= now + 8 * 86_400
