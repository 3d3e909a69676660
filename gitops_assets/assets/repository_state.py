"""The state of each repository and what the gates make of it: one partition a repository."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import dagster as dg

from gitops_assets.assets.describe import digest, of_states, pages
from gitops_assets.assets.partitions import IN_ONE_RUN, REPOSITORIES, batched, chosen
from gitops_assets.core.fleet.place import absent, placed
from gitops_assets.core.gates.engine import ask
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Judgement
from gitops_assets.core.model import RepositoryState
from gitops_assets.core.state.derive import DAY, Ages
from resources.auditing import Auditing, Session
from resources.git.state import Reading
from resources.git.survey import Located, survey
from resources.partition_metadata import add_partition_metadata
from resources.progress import Progress
from resources.store.model import Location

DESCRIPTION = """\
What git says of each repository: every state that holds, and the findings that follow from it.

One `git status` a repository; nothing that a repository brings is executed, nothing is fetched. Each
repository is a partition: choose one, a range or all of them. New ones appear with `gitops-assets audit`.
"""


@dg.asset(
    partitions_def=REPOSITORIES,
    deps=["inventory"],
    backfill_policy=IN_ONE_RUN,
    group_name="repositories",
    kinds={"git"},
    code_version="1",
    description=DESCRIPTION,
)
def repository_state(
    context: dg.AssetExecutionContext,
    auditing: dg.ResourceParam[Auditing],
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult[None]]:
    """Look at the repositories of this run, judge them, keep both, and say so on each one's page."""
    session = auditing.session(context.run)
    looked = Looked()
    with progress.phase("Looking at repositories", len(chosen(context))) as seen:
        for batch in batched(session.located(chosen(context))):
            for slug, why in session.fetch(batch).items():
                context.log.warning("not fetched: %s: %s", slug, why)
            looked.add(session, _facts(session, batch, seen))
    session.memory.save()
    add_partition_metadata(context, pages(looked.states, looked.judged, set(looked.changed)))
    yield dg.MaterializeResult(data_version=digest(looked.states))
    # After the materialisations, so that the page of the asset's events begins with it.
    context.log_event(
        dg.AssetObservation(context.asset_key, metadata=of_states(looked.states, looked.changed))
    )


@dataclass(slots=True)
class Looked:
    """What a run has seen so far; all of it is stored, so that what ends a run costs one batch at most."""

    states: list[RepositoryState] = field(default_factory=list)
    judged: list[Judgement] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def add(self, session: Session, facts: Sequence[Facts]) -> None:
        """Judge a batch and keep what was seen of it."""
        states = [each.state for each in facts]
        judged = [ask(each, session.gates.of_state, session.policy, at=session.at) for each in facts]
        self.changed += session.store.record_states(session.id, session.at, states)
        session.store.record_judgements(session.id, session.at, judged)
        self.states += states
        self.judged += judged


def _facts(session: Session, locations: Sequence[Location], seen: Callable[[], None]) -> list[Facts]:
    """Look at every repository that has a folder; the others are absent."""
    here = [Located(each.slug, each.path, each.root) for each in locations if each.path is not None]
    limits = session.fleet.limits
    ages = Ages(
        now=session.at, stale_fetch=limits.stale_fetch_days * DAY, stale_branch=limits.stale_branch_days * DAY
    )
    reading = Reading(timeout=limits.status_timeout_seconds, full=True, memory=session.memory)
    if limits.workers:
        reading = replace(reading, threads=limits.workers)
    states = survey(here, reading, ages, seen)
    gone = [absent(each.slug, session.inventory()) for each in locations if each.path is None]
    return placed(states + gone, session.inventory(), session.policy)
