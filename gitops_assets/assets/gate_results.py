"""What gates say of the commit each repository stands at, and the score that follows: a partition each."""

from collections.abc import Iterator

import dagster as dg

from gitops_assets.assets.describe import digest
from gitops_assets.assets.describe_gates import (
    answers,
    failing,
    of_gates,
    of_scores,
    result_pages,
    score_pages,
)
from gitops_assets.assets.partitions import IN_ONE_RUN, REPOSITORIES, batched, chosen
from gitops_assets.core.gates import GATES
from resources.auditing import Auditing
from resources.gates.rejudge import ASKING, Judging, rejudge
from resources.gates.scoring import keep_asked, rescore
from resources.partition_metadata import add_partition_metadata
from resources.progress import Progress
from resources.vitality import MEASURING, look

RESULTS = """\
What every gate over files says of each repository: workflows, manifests, containers, secrets, hygiene.

Files are read out of the commit that HEAD named when the repository was last looked at; nothing is executed
and nothing fetched. A commit that was judged by the same gates under the same policy is not judged again.
"""
SCORE = """\
How much of what is asked of each repository it fulfils, 0 to 100, and how much of that is known.

Weighted outcomes of all gates; what is unknown, skipped or waived never counts against anybody. Every move of
a score is told among the changes, with its cause.
"""


@dg.asset(
    partitions_def=REPOSITORIES,
    deps=["repository_state", "dependencies", "template_drift"],
    backfill_policy=IN_ONE_RUN,
    group_name="repositories",
    kinds={"git"},
    code_version="1",
    description=RESULTS,
)
def gate_results(
    context: dg.AssetExecutionContext,
    auditing: dg.ResourceParam[Auditing],
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult[None]]:
    """Judge what was not judged yet, confirm the rest, and say so on each one's page."""
    session = auditing.session(context.run)
    judging = Judging(session)
    with progress.phase(ASKING, len(chosen(context))) as seen:
        batches = batched(session.located(chosen(context)))
        judged = [each for batch in batches for each in rejudge(judging, batch, seen)[0]]
    asked = keep_asked(session, judging.costs)
    with progress.phase(MEASURING, len(chosen(context))) as seen:
        for batch in batched(session.located(chosen(context))):
            look(session, batch, seen)
    add_partition_metadata(context, result_pages(judged))
    yield dg.MaterializeResult(
        data_version=digest(sorted(session.store.gates.scans(chosen(context)).items()))
    )
    context.log_event(dg.AssetObservation(context.asset_key, metadata=of_gates(judged, asked)))


@dg.asset(
    partitions_def=REPOSITORIES,
    deps=["repository_state", "gate_results", "version_conflicts"],
    backfill_policy=IN_ONE_RUN,
    group_name="repositories",
    kinds={"sql"},
    code_version="1",
    description=SCORE,
)
def compliance_score(
    context: dg.AssetExecutionContext, auditing: dg.ResourceParam[Auditing]
) -> Iterator[dg.MaterializeResult[None]]:
    """Weigh the answers about the repositories of this run, and keep the scores."""
    session = auditing.session(context.run)
    records = rescore(session, chosen(context))
    add_partition_metadata(context, score_pages(records))
    yield dg.MaterializeResult(data_version=digest(records))
    context.log_event(dg.AssetObservation(context.asset_key, metadata=of_scores(records)))


@dg.multi_asset_check(
    specs=[
        dg.AssetCheckSpec(
            gate.id.replace("-", "_"),
            asset="gate_results",
            description=f"{gate.title}.\n\n{gate.remedy}",
            additional_deps=["compliance_score"],  # what it tells is the fleet when all is judged
        )
        for gate in GATES
    ],
    can_subset=True,
)
def every_gate_passes(
    context: dg.AssetCheckExecutionContext, auditing: dg.ResourceParam[Auditing]
) -> Iterator[dg.AssetCheckResult]:
    """For each gate, which repositories fail it. A red gate is a result: it fails no run, blocks nothing."""
    answered = answers(auditing.session(context.run).now)
    by_name = {gate.id.replace("-", "_"): gate for gate in GATES}
    for key in sorted(context.selected_asset_check_keys, key=lambda each: each.name):
        passed, metadata = failing(answered.get(by_name[key.name].id, {}))
        yield dg.AssetCheckResult(
            passed=passed,
            asset_key=key.asset_key,
            check_name=key.name,
            severity=dg.AssetCheckSeverity.WARN,
            metadata=metadata,
        )
