"""Small years for the tests of vitality; the audit is on Wednesday, 2026-07-15, at noon."""

from datetime import UTC, datetime

from gitops_assets.core.vitality.model import DAY, Commit

AT = int(datetime(2026, 7, 15, 12, tzinfo=UTC).timestamp())


def line(*made: tuple[float, int | None]) -> tuple[Commit, ...]:
    """A line of commits, newest first: how many days before the audit, and by whom."""
    last = len(made) - 1
    return tuple(
        Commit(f"c{place}", AT - int(days * DAY), () if place == last else (f"c{place + 1}",), author)
        for place, (days, author) in enumerate(made)
    )
