"""When a message that was not taken is tried again, and when it is given up."""

import math
from dataclasses import dataclass

from gitops_assets.core.outbox.model import Dead, Delivery, Later
from gitops_assets.core.outbox.refusal import Refused

_DAY = 86_400
_ENOUGH = 64
"""Doublings after which every wait is the longest one."""


@dataclass(frozen=True, slots=True)
class Patience:
    """The first wait and the longest one in seconds, what each is of the one before, and when to give up."""

    first: float = 5
    factor: float = 2.5
    longest: float = 6 * 3600
    attempts: int = 16
    seconds: float = 3 * _DAY


def wait(attempts: int, patience: Patience, roll: float) -> float:
    """Seconds until the next attempt after that many; ``roll`` in [0, 1) spreads it over its upper half.

    Without the spread everything that failed together would be tried together again (exponential backoff
    with equal jitter, https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
    """
    whole = min(patience.longest, patience.first * patience.factor ** min(attempts - 1, _ENOUGH))
    return whole * (1 + roll) / 2


def after(delivery: Delivery, refused: Refused, now: float, patience: Patience, roll: float) -> Later | Dead:
    """What becomes of a message that was refused; a receiver that asks for time gets it, a day at most."""
    at = int(now)
    if refused.permanent:
        return Dead(delivery.id, refused.why, at, refused.status)
    if delivery.attempts >= patience.attempts:
        why = f"given up after {delivery.attempts} attempts: {refused.why}"
        return Dead(delivery.id, why, at, refused.status)
    if now - delivery.first_at >= patience.seconds:
        why = f"given up after {(now - delivery.first_at) / _DAY:.1f} days: {refused.why}"
        return Dead(delivery.id, why, at, refused.status)
    seconds = max(wait(delivery.attempts, patience, roll), min(refused.retry_after or 0, _DAY))
    return Later(delivery.id, math.ceil(now + seconds), refused.why, at, refused.status)


def seconds_of(retry_after: str | None, now: float) -> float | None:
    """What a ``Retry-After`` header asks for in seconds (RFC 9110, 10.2.3); None for none or nonsense."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return float(min(int(text[:12]), 10 * 365 * _DAY))
    return _until(text, now)


def _until(date: str, now: float) -> float | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - most headers are numbers

    try:
        return max(0.0, parsedate_to_datetime(date).timestamp() - now)
    except (ValueError, OverflowError, TypeError, OSError):
        return None
