"""The state of each repository and what the gates make of it: one partition a repository."""

from collections.abc import Sequence
from dataclasses import replace

import dagster as dg

from gitops_assets.assets.describe import digest, of_partitions, of_states
from gitops_assets.assets.partitions import IN_CHUNKS, REPOSITORIES
from gitops_assets.core.fleet.place import absent, placed
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.engine import judge
from gitops_assets.core.gates.model import Facts
from gitops_assets.core.model import RepositoryState
from gitops_assets.core.state.derive import DAY, Ages
from resources.auditing import Auditing, Session
from resources.git.state import Reading
from resources.git.survey import Located, survey
from resources.partition_metadata import add_partition_metadata
from resources.progress import Progress


@dg.asset(
    partitions_def=REPOSITORIES,
    deps=["inventory"],
    backfill_policy=IN_CHUNKS,
    group_name="fleet",
    kinds={"git"},
    code_version="1",
)
def repository_state(
    context: dg.AssetExecutionContext, auditing: Auditing, progress: dg.ResourceParam[Progress]
) -> dg.MaterializeResult[None]:
    """What git says of each repository: every state that holds, and the findings that follow from it.

    One `git status` a repository; nothing that a repository brings is executed, nothing is fetched.
    """
    session = auditing.session(context.run.run_id)
    facts = placed(_states(session, context.partition_keys, progress), session.inventory(), session.policy)
    states = [each.state for each in facts]
    changed = session.store.record_states(session.id, session.at, states)
    _judge(session, facts)
    add_partition_metadata(context, of_partitions(states, changed))
    return dg.MaterializeResult(metadata=of_states(states, changed), data_version=digest(states))


def _states(session: Session, slugs: Sequence[str], progress: Progress) -> list[RepositoryState]:
    """Look at every repository of these partitions that has a folder; the others are absent."""
    locations = session.locations()
    known = [locations[slug] for slug in slugs if slug in locations]
    here = [Located(each.slug, each.path, each.root) for each in known if each.path is not None]
    limits = session.fleet.limits
    ages = Ages(
        now=session.at, stale_fetch=limits.stale_fetch_days * DAY, stale_branch=limits.stale_branch_days * DAY
    )
    reading = Reading(timeout=limits.status_timeout_seconds, full=True)
    if limits.workers:
        reading = replace(reading, threads=limits.workers)
    with progress.phase("Looking at repositories", len(here)) as seen:
        states = survey(here, reading, ages, seen)
    return states + [absent(each.slug, session.inventory()) for each in known if each.path is None]


def _judge(session: Session, facts: Sequence[Facts]) -> None:
    judgements = [judge(each, GATES, session.policy, at=session.at) for each in facts]
    session.store.record_judgements(session.id, session.at, judgements)
