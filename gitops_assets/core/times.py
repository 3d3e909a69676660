"""Times as people and machines exchange them."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=1024)
def iso(epoch: int | None) -> str | None:
    """Seconds since the epoch as ISO 8601 in UTC, ``2026-03-01T12:00:00Z``.

    None for a time that is not known or that no calendar has: a commit may claim any date it likes.
    """
    if epoch is None:
        return None
    try:
        moment = EPOCH + timedelta(seconds=epoch)
    except OverflowError:
        return None
    return moment.replace(tzinfo=None).isoformat() + "Z"
