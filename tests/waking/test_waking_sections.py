"""What fleet.yaml may say of schedules and of watching, and what it hears when that is wrong."""

import pytest

from gitops_assets.core.fleet.faults import FleetFaults
from gitops_assets.core.fleet.loading import parse_fleet
from gitops_assets.core.waking.cadence import Watching

CHAT = "notifications: {channels: {chat: {slack: {channel: C1}}}}\n"


def faults(text: str) -> list[str]:
    with pytest.raises(FleetFaults) as caught:
        parse_fleet(text, ())
    return str(caught.value).splitlines()


def test_schedules_become_plain_values_by_name() -> None:
    fleet = parse_fleet(
        f"{CHAT}schedules:\n"
        "  z: {cron: '*/5 * * * *', repositories: [acme/*], tags: [pci], owners: [web], notify: [chat]}\n"
        "  a: {weekly: 'Sunday 6:00', time_zone: Europe/Berlin, fetch: true, compare_previous: false}\n",
        (),
    )
    first, second = fleet.timetable
    assert (first.name, first.timing.cron, first.timing.zone) == ("a", "0 6 * * 0", "Europe/Berlin")
    assert (first.fetch, first.compare, second.compare) == (True, False, True)
    assert (second.name, second.timing.cron, second.notify) == ("z", "*/5 * * * *", ("chat",))
    assert second.selection.tags == ("pci",)


def test_without_a_word_the_fleet_is_watched_as_usual() -> None:
    assert parse_fleet("", ()).watching.plain == Watching()


def test_what_is_said_of_watching_counts() -> None:
    said = parse_fleet("watching: {remotes: true, crashes: 1, quarantine_hours: 2, most_seconds: 60}", ())
    assert said.watching.plain == Watching(remotes=True, crashes=1, quarantine=7200, most=60)


def test_neither_changes_what_verdicts_depend_on() -> None:
    assert parse_fleet("schedules: {a: {daily: '02:30'}}", ()).digest == parse_fleet("", ()).digest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("schedules: {a: {}}", "nothing says when"),
        ("schedules: {a: {daily: '02:30', cron: '* * * * *'}}", "cron and daily say different times"),
        ("schedules: {a: {daily: '25:00'}}", "write the time as hours and minutes"),
        ("schedules: {a: {daily: 9000}}", "this must be a text"),
        ("schedules: {a: {weekly: '06:00'}}", "such as 'monday 06:00'"),
        ("schedules: {a: {monthly: '31 06:00'}}", "a day from 1 to 28 or 'last'"),
        ("schedules: {a: {cron: '61 * * * *'}}", "bad minute"),
        ("schedules: {a: {cron: '0 0 30 2 *'}}", "day-of-month"),
        ("schedules: {a: {daily: '02:30', time_zone: Europe/Berln}}", "no time zone has this name"),
        ("schedules: {a: {daily: '02:30', time_zone: ../../etc/passwd}}", "no time zone has this name"),
        ("schedules: {a: {dayly: '02:30'}}", "did you mean 'daily'"),
        (f"{CHAT}schedules: {{a: {{daily: '02:30', notify: [chatt]}}}}", "did you mean 'chat'"),
        ("schedules: {a: {daily: '02:30', notify: [chat]}}", "no channel is called this"),
        ("watching: {crashes: 0}", "write at least 1"),
        ("watching: {least_seconds: 100, most_seconds: 10}", "write the smaller number first"),
    ],
)
def test_a_fault_says_what_to_write_instead(text: str, expected: str) -> None:
    assert any(expected in line for line in faults(text))


def test_every_fault_is_told_with_its_line() -> None:
    told = faults("schedules:\n  a: {daily: noon}\n  b: {cron: never}\n")
    assert [line for line in told if ":2:" in line]
    assert [line for line in told if ":3:" in line]
