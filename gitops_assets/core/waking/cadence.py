"""How often each repository is looked after, and when one that crashes is left alone."""

import hashlib
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

SHARE = 10
"""A repository is looked after when it has been quiet for a tenth longer: a move is noticed after a tenth of
the silence before it, and one that moves often is never quiet for long."""

FEW = 4
"""Repositories that get a run of their own each; more get one together, for a process costs seconds."""

AGAIN = 120
"""Seconds after which a repository whose run failed is looked after again, for each failure in a row; within
them Dagster repeats a run whose process was killed."""

ADOPTED = "adopted"
"""Stands for the refs of a repository that was looked at before anybody watched it: they are believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """How a fleet is watched; times are seconds."""

    fetch: bool = True
    remotes: bool = False
    least: int = 30
    most: int = 6 * 3600
    crashes: int = 3
    quarantine: int = 6 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is remembered of one repository between two looks; moments are epoch seconds.

    ``stamp`` digests where its refs stood when it was last looked after, None before the first time, and
    ``remote`` where those of its remote did, None while that is not asked.
    ``moved`` is when it was last seen to have moved, ``due`` when it is looked after next. Under ``run_key``
    a run was asked for, None when it is known to be launched. ``crashed`` counts failed runs in a row,
    ``why`` is the last one's reason; until ``quarantined`` it is left alone.
    """

    slug: str
    stamp: str | None = None
    remote: str | None = None
    moved: int = 0
    due: int = 0
    run_key: str | None = None
    crashed: int = 0
    quarantined: int | None = None
    why: str | None = None

    def is_quarantined(self, now: int) -> bool:
        """Whether it is left alone now."""
        return self.quarantined is not None and now < self.quarantined


@dataclass(frozen=True, slots=True)
class Refs:
    """Where a repository's refs stand, here and at its remote, as digests; None could not be told."""

    here: str | None
    there: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """What is known of runs: which repositories had one ever, and of some keys those that have one."""

    looked_at: Container[str] = ()
    launched: Callable[[Collection[str]], Collection[str]] = field(default=lambda _: ())


@dataclass(frozen=True, slots=True)
class Moves:
    """Which repositories need a run now, and what to remember of all that were looked after."""

    moved: tuple[Watch, ...]
    remember: tuple[Watch, ...]


def interval(quiet: int, watching: Watching) -> int:
    """Seconds until a repository is looked after again that has been quiet for so long."""
    return max(watching.least, min(watching.most, quiet // SHARE))


def due_now(slugs: Iterable[str], watches: Mapping[str, Watch], now: int) -> list[str]:
    """Those to look after now, of which nothing is remembered first, then whoever waited longest."""
    known = [(watches.get(slug) or Watch(slug=slug)) for slug in slugs]
    ready = [watch for watch in known if watch.due <= now and not watch.is_quarantined(now)]
    return [watch.slug for watch in sorted(ready, key=lambda watch: (watch.due, watch.slug))]


def moves(
    refs: Mapping[str, Refs], watches: Mapping[str, Watch], watching: Watching, runs: Runs, now: int
) -> Moves:
    """What follows from where refs stand now; what could not be told moves nothing.

    A repository at which nobody looked yet needs a run, and so does one whose last run failed. A run that was
    asked for and never launched is asked for again under the same key. Where more than :data:`FEW` need one,
    it is one run for all of them.
    """
    looked = [_looked(watches.get(slug) or _new(slug, runs), stand, now) for slug, stand in refs.items()]
    known = runs.launched([each.run_key for each in looked if each.run_key is not None])
    settled = [replace(each, run_key=None) if each.run_key in known else each for each in looked]
    timed = [replace(each, due=now + interval(now - each.moved, watching)) for each in settled]
    remember = _together(timed)
    return Moves(tuple(each for each in remember if each.run_key is not None), tuple(remember))


def _new(slug: str, runs: Runs) -> Watch:
    return Watch(slug=slug, stamp=ADOPTED if slug in runs.looked_at else None)


def _looked(before: Watch, refs: Refs, now: int) -> Watch:
    here = before.stamp if refs.here is None else refs.here
    there = before.remote if refs.there is None else refs.there
    after = replace(before, stamp=here, remote=there)
    moved = before.stamp not in (here, ADOPTED) or before.remote not in (there, None)
    if moved:
        return replace(after, moved=now, run_key=_key(after))
    if before.stamp == ADOPTED:
        return replace(after, moved=now)
    return replace(after, run_key=_key(after)) if before.crashed and before.run_key is None else after


def _key(watch: Watch) -> str:
    """Another one for each attempt, the same for one that is asked for again."""
    stands = watch.stamp if watch.remote is None else f"{watch.stamp}+{watch.remote}"
    return f"moved:{watch.slug}:{stands}:{watch.crashed}"


def _together(watches: Sequence[Watch]) -> list[Watch]:
    keys = sorted({each.run_key for each in watches if each.run_key is not None})
    if len(keys) <= FEW:
        return list(watches)
    key = "moved:" + hashlib.sha256("\0".join(keys).encode()).hexdigest()[:32]
    return [each if each.run_key is None else replace(each, run_key=key) for each in watches]


def after_run(watch: Watch, watching: Watching, *, failed: str | None, now: int) -> Watch:
    """What is remembered of a repository whose run ended; ``failed`` says why it did, None that it did not.

    It is looked after again soon, however long it was quiet: what the run should have seen nobody saw.
    After so many failures in a row it is left alone for a while. Then one run may try again: when that fails,
    too, it is back at once.
    """
    if failed is None:
        return replace(watch, crashed=0, quarantined=None, why=None)
    crashed = watch.crashed + 1
    until = now + watching.quarantine if crashed >= watching.crashes else None
    due = min(watch.due, now + crashed * AGAIN)
    return replace(watch, crashed=crashed, quarantined=until, why=failed, due=due)


def released(watch: Watch) -> Watch:
    """The watch of a repository that moved: whatever crashed on it may be gone."""
    return replace(watch, quarantined=None)


def quarantined(watches: Iterable[Watch], now: int) -> list[Watch]:
    """Those that are left alone now, by slug."""
    return sorted((each for each in watches if each.is_quarantined(now)), key=lambda each: each.slug)
