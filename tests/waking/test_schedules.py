"""What is due, for a daemon that ticks, sleeps, is killed, and lives where clocks change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from gitops_assets.core.fleet.policy import Policy
from gitops_assets.core.waking.schedules import Runs, Schedule, Selection, Standing, by_hand, decide
from gitops_assets.core.waking.ticks import Timing

BERLIN = "Europe/Berlin"
NIGHTLY = Schedule(name="nightly", timing=Timing("30 2 * * *", BERLIN))


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(BERLIN)).timestamp())


@dataclass
class Daemon:
    """One that launches at once what it is told to, and remembers as the store does."""

    schedules: Sequence[Schedule]
    standings: dict[str, Standing] = field(default_factory=dict)
    launched: list[str] = field(default_factory=list)
    begun: list[tuple[int, int]] = field(default_factory=list)
    at_work: set[str] = field(default_factory=set)

    def tick(self, now: int, *, killed: bool = False) -> None:
        runs = Runs(launched=self.launched, at_work=self.at_work)
        decision = decide("f", self.schedules, self.standings, runs, now)
        self.standings |= decision.remember
        for due in () if killed else decision.due:
            if due.run_key not in self.launched:
                self.launched.append(due.run_key)
                self.begun.append((due.stroke, now))

    def live(self, begin: int, end: int, step: int = 10) -> None:
        for now in range(begin, end, step):
            self.tick(now)

    @property
    def strokes(self) -> list[str]:
        return [
            datetime.fromtimestamp(stroke, UTC).astimezone(ZoneInfo(BERLIN)).isoformat()
            for stroke, _ in self.begun
        ]


def test_each_stroke_begins_one_run_within_a_minute_while_clocks_are_put_forward() -> None:
    daemon = Daemon([NIGHTLY])
    daemon.live(at("2026-03-27T12:00"), at("2026-03-30T12:00"))
    assert daemon.strokes == [
        "2026-03-28T02:30:00+01:00",
        "2026-03-29T03:00:00+02:00",
        "2026-03-30T02:30:00+02:00",
    ]
    assert all(0 <= now - stroke < 60 for stroke, now in daemon.begun)


def test_each_stroke_begins_one_run_within_a_minute_while_clocks_are_put_back() -> None:
    daemon = Daemon([NIGHTLY])
    daemon.live(at("2026-10-24T12:00"), at("2026-10-26T12:00"))
    assert daemon.strokes == ["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"]
    assert all(0 <= now - stroke < 60 for stroke, now in daemon.begun)


def test_ten_schedules_of_any_zone_are_on_time_for_a_week_that_changes_clocks() -> None:
    zones = ("UTC", BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
    schedules = [
        Schedule(name=f"{zone} {cron}", timing=Timing(cron, zone))
        for zone in zones
        for cron in ("*/7 * * * *", "15 2 * * *")
    ]
    begin, end = at("2026-10-23T00:00"), at("2026-10-30T00:00")
    daemon = Daemon(schedules)
    daemon.live(begin, end, step=30)
    expected = sum(
        sum(1 for each in schedule.timing.upcoming(begin, 3000) if each < end - 30) for schedule in schedules
    )
    assert abs(len(daemon.begun) - expected) <= len(schedules)
    assert max(now - stroke for stroke, now in daemon.begun) <= 60


def test_a_new_schedule_waits_for_its_first_stroke() -> None:
    daemon = Daemon([NIGHTLY])
    daemon.live(at("2026-06-01T03:00"), at("2026-06-02T02:30"))
    assert daemon.begun == []


def test_strokes_missed_while_nobody_was_awake_are_caught_up_once() -> None:
    daemon = Daemon([NIGHTLY])
    daemon.tick(at("2026-06-01T12:00"))
    daemon.live(at("2026-06-09T09:00"), at("2026-06-09T10:00"))
    assert daemon.strokes == ["2026-06-02T02:30:00+02:00"]
    daemon.live(at("2026-06-09T10:00"), at("2026-06-10T10:00"))
    assert daemon.strokes[1:] == ["2026-06-10T02:30:00+02:00"]


def test_strokes_that_come_while_a_run_is_at_work_are_one_when_it_is_done() -> None:
    daemon = Daemon([Schedule(name="often", timing=Timing("* * * * *"))])
    start = at("2026-06-01T12:00")
    daemon.live(start, start + 70)
    daemon.at_work = {"often"}
    daemon.live(start + 70, start + 600)
    assert len(daemon.begun) == 1
    daemon.at_work = set()
    daemon.live(start + 600, start + 630)
    assert len(daemon.begun) == 2


def test_why_a_stroke_waits_can_be_read() -> None:
    standing = {"nightly": Standing(answered=at("2026-06-01T00:00"))}
    decision = decide("f", [NIGHTLY], standing, Runs(at_work={"nightly"}), at("2026-06-01T03:00"))
    assert (decision.due, decision.waiting) == ((), ("nightly is at work",))


def test_a_daemon_killed_between_asking_and_launching_asks_again_under_the_same_key() -> None:
    daemon = Daemon([NIGHTLY])
    daemon.tick(at("2026-06-01T12:00"))
    daemon.tick(at("2026-06-02T02:31"), killed=True)
    assert daemon.begun == []
    daemon.live(at("2026-06-02T02:40"), at("2026-06-02T02:50"))
    assert daemon.strokes == ["2026-06-02T02:30:00+02:00"]


def test_a_run_by_hand_leaves_the_strokes_as_they_are() -> None:
    daemon = Daemon([NIGHTLY])
    noon = at("2026-06-01T12:00")
    daemon.tick(noon)
    daemon.standings["nightly"] = by_hand("f", "nightly", daemon.standings["nightly"], noon + 5)
    daemon.live(noon + 10, at("2026-06-02T12:00"))
    assert len(daemon.begun) == 2
    assert daemon.strokes[1:] == ["2026-06-02T02:30:00+02:00"]


def test_how_late_a_run_is_asked_for_is_said() -> None:
    standing = {"nightly": Standing(answered=at("2026-06-01T00:00"))}
    (due,) = decide("f", [NIGHTLY], standing, Runs(), at("2026-06-01T02:35")).due
    assert due.late == 300


def test_a_schedule_chooses_by_pattern_tag_and_owner() -> None:
    policy = Policy(owners={"acme/*": "web", "acme/db": "data"}, tags={"acme/a*": ("pci",)})
    slugs = ("acme/api", "acme/db", "acme/web", "other/api")

    def chosen(**said: tuple[str, ...]) -> tuple[str, ...]:
        return replace(Selection(), **said).of(slugs, policy)

    expected: Mapping[str, tuple[str, ...]] = {
        "all": chosen(),
        "globs": chosen(repositories=("acme/*", "*/api")),
        "tags": chosen(tags=("pci", "none")),
        "owners": chosen(owners=("web",)),
        "both": chosen(owners=("web",), tags=("pci",)),
    }
    assert expected == {
        "all": slugs,
        "globs": slugs,
        "tags": ("acme/api",),
        "owners": ("acme/api", "acme/web"),
        "both": ("acme/api",),
    }
