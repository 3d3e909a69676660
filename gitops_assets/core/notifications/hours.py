"""When a message may be sent: the next digest, the end of the quiet hours.

Times of day are what a clock on the wall shows, also on the two days of a year on which it is set: a time
that the clock skips is as much later as it was set forward, one that it shows twice is meant the first time.
Source: PEP 495 and the documentation of :mod:`zoneinfo`.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gitops_assets.core.notifications.policy import Digest, Quiet, Rhythm

HOUR = 3600


def next_digest(digest: Digest, now: int) -> int:
    """The first moment after ``now`` at which this digest is sent, in epoch seconds."""
    if digest.rhythm is Rhythm.HOURLY:
        return (now // HOUR + 1) * HOUR
    today = _local(now, digest.zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(9))
    moments = (
        _moment(day, digest.at, digest.zone)
        for day in days
        if digest.rhythm is Rhythm.DAILY or day.weekday() == digest.day
    )
    return next(moment for moment in moments if moment > now)


def quiet_until(quiet: Quiet, now: int) -> int | None:
    """When these hours end, if they hold at ``now``; None if they do not."""
    local = _local(now, quiet.zone)
    minutes, today = local.hour * 60 + local.minute, local.date()
    yesterday = today - timedelta(days=1)
    over_midnight = quiet.end <= quiet.start
    if over_midnight and minutes < quiet.end and yesterday.weekday() in quiet.days:
        return _end(today, quiet, now)
    if today.weekday() not in quiet.days or minutes < quiet.start:
        return None
    if over_midnight:
        return _end(today + timedelta(days=1), quiet, now)
    return _end(today, quiet, now) if minutes < quiet.end else None


def _end(day: date, quiet: Quiet, now: int) -> int:
    end = _moment(day, quiet.end, quiet.zone)
    # Between the two times at which a clock that is set back shows the end, the second one is meant.
    return end if end > now else _moment(day, quiet.end, quiet.zone, fold=1)


def _local(now: int, zone: str) -> datetime:
    return datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone))


def _moment(day: date, minutes: int, zone: str, *, fold: int = 0) -> int:
    at = time(minutes // 60, minutes % 60, fold=fold)
    return int(datetime.combine(day, at, ZoneInfo(zone)).timestamp())
