"""What follows from how runs ended: who is told, and which repositories are left alone for a while."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from gitops_assets.core.events.model import Event, EventKind, Value
from gitops_assets.core.fleet.policy import Profile
from gitops_assets.core.model import Severity
from gitops_assets.core.waking.cadence import Watch, Watching, after_run

NOBODY = Profile()
USUAL = Watching()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A run that ended at ``at``: of which job, about which repository (empty: about several or the fleet).

    ``failed`` says why it did, None that it did not. ``watching`` and ``profile`` are those of its fleet.
    """

    run: str
    job: str
    at: int
    slug: str = ""
    failed: str | None = None
    watching: Watching = USUAL
    profile: Profile = NOBODY

    @property
    def subject(self) -> str:
        """What it is that fails and recovers."""
        return f"{self.job} {self.slug}".strip()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to tell, what to remember of repositories, and what fails now."""

    events: tuple[Event, ...]
    watches: tuple[Watch, ...]
    failing: frozenset[str]


def outcome(ended: Iterable[Ended], watches: Mapping[str, Watch], failing: Collection[str]) -> Outcome:
    """What follows from these runs, oldest first.

    Each failure is an event; so is the first run of the same job about the same repository that succeeds
    after one, and no other.
    """
    known, fails = dict(watches), set(failing)
    events: list[Event] = []
    moved: set[str] = set()
    for run in ended:
        if run.failed is not None or run.subject in fails:
            after = _after(known, run)
            events.append(_event(run, after))
        if run.slug:
            known[run.slug] = _after(known, run)
            moved.add(run.slug)
        fails = fails - {run.subject} if run.failed is None else fails | {run.subject}
    return Outcome(tuple(events), tuple(known[slug] for slug in sorted(moved)), frozenset(fails))


def _after(known: Mapping[str, Watch], run: Ended) -> Watch:
    watch = known.get(run.slug) or Watch(slug=run.slug)
    return after_run(watch, run.watching, failed=run.failed, now=run.at)


def _event(run: Ended, after: Watch) -> Event:
    about = f" of {run.slug}" if run.slug else ""
    failed = run.failed is not None
    details: dict[str, Value] = {"run": run.run, "job": run.job, "why": run.failed}
    if run.slug:
        details |= {"failed_in_a_row": after.crashed, "quarantined_until": after.quarantined}
    left = "; it is left alone for a while" if run.slug and after.quarantined else ""
    return Event(
        kind=EventKind.RUN_FAILED if failed else EventKind.RUN_RECOVERED,
        at=run.at,
        slug=run.slug,
        subject=run.job,
        cause=run.run,
        severity=Severity.HIGH if failed else Severity.INFO,
        owner=run.profile.owner,
        tags=run.profile.tags,
        title=f"The run {run.job}{about} failed{left}"
        if failed
        else f"The run {run.job}{about} is well again",
        details=details,
    )
