"""When a schedule's hour strikes, in the time zone that it is written in.

Expressions are those of cron (crontab(5)), with ``L`` for the last day of a month. Where clocks are put
forward, an hour that does not exist strikes as soon as it would be past; where they are put back, an hour
that comes twice strikes at its first coming. Expressions with a star for the minute or the hour count hours
as they pass, so that nothing is left out or doubled (the rules of Debian's cron).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Timing:
    """A cron expression of five fields, and the name of the zone whose clocks it means."""

    cron: str
    zone: str = "UTC"

    def after(self, moment: int) -> Iterator[int]:
        """Every stroke later than that moment, in order (epoch seconds); nothing when there is none."""
        begun = datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(self.zone))
        strokes = (int(each.timestamp()) for each in CronSim(self.cron, begun))
        # Within an hour that comes twice the next stroke by the clock's hands may be one that is past.
        return (each for each in strokes if each > moment)

    def first(self, after: int) -> int | None:
        """The first stroke later than that moment, None when there is none within fifty years."""
        return next(self.after(after), None)

    def upcoming(self, after: int, count: int) -> list[int]:
        """The next strokes, at most so many."""
        return list(islice(self.after(after), count))


def cron_problem(text: str) -> str | None:
    """Why this is no cron expression that ever strikes, None when it is one."""
    if len(text.split()) != 5:
        return "a cron expression has five fields: minute, hour, day of the month, month, day of the week"
    try:
        strikes = Timing(text).first(after=0) is not None
    except CronSimError as error:
        return f"{str(error)[:1].lower()}{str(error)[1:]}"
    return None if strikes else "it never strikes"


def daily(at: str) -> str:
    """The expression for ``02:30``; raises ``ValueError`` saying what should be written."""
    hour, minute = _clock(at)
    return f"{minute} {hour} * * *"


def weekly(at: str) -> str:
    """The expression for ``monday 02:30`` (``mon`` will do); raises ``ValueError``."""
    day, _, clock = at.strip().lower().partition(" ")
    named = [place for place, name in enumerate(WEEKDAYS, 1) if len(day) >= 3 and name.startswith(day)]
    if not named:
        raise ValueError("write a day of the week and a time, such as 'monday 06:00'")
    hour, minute = _clock(clock)
    return f"{minute} {hour} * * {named[0] % 7}"


def monthly(at: str) -> str:
    """The expression for ``1 06:00`` or ``last 06:00``; raises ``ValueError``.

    Only days that every month has: one that some months lack would be left out there without a word.
    """
    day, _, clock = at.strip().lower().partition(" ")
    if day != "last" and not (day.isascii() and day.isdigit() and 1 <= int(day) <= 28):
        raise ValueError("write a day from 1 to 28 or 'last', and a time, such as '1 06:00'")
    hour, minute = _clock(clock)
    return f"{minute} {hour} {'L' if day == 'last' else int(day)} * *"


def _clock(text: str) -> tuple[int, int]:
    hour, colon, minute = text.strip().partition(":")
    sound = colon and len(minute) == 2 and (hour + minute).isascii() and (hour + minute).isdigit()
    if not sound or not (int(hour) < 24 and int(minute) < 60):
        raise ValueError("write the time as hours and minutes, such as '02:30'")
    return int(hour), int(minute)
