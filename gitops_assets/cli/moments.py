"""Moments as they are typed: a day, or a day with a time."""

from datetime import UTC, datetime, time, timedelta

from gitops_assets.cli.exits import Exit, Stop

DAY = "2026-11-21"
MOMENT = f"An audit's number, a date ({DAY}: the end of that day, UTC) or a moment ({DAY}T08:00Z)."


def is_number(text: str) -> bool:
    """Whether this names an audit by its number: ``²`` is a digit to Python and none to people.

    Backfilled ones have negative numbers.
    """
    return text.isascii() and text.removeprefix("-").isdigit()


def moment_of(text: str, *, end_of_day: bool = True) -> int:
    """Epoch seconds of an ISO 8601 moment; a day alone means its end (or its beginning), in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Stop(Exit.USAGE, f"{text!r} is no moment. {MOMENT}") from None
    if len(text) == len(DAY) and end_of_day:
        moment = datetime.combine(moment, time()) + timedelta(days=1, seconds=-1)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
