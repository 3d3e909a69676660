"""A new push stops the checks of the one before.

Without `concurrency` every push to a pull request runs all checks to their end, also those of commits that
nobody will merge: queues grow and minutes are paid for nothing.

Source: [zizmor, concurrency-limits](https://docs.zizmor.sh/audits/#concurrency-limits).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.ci.pipelines import workflows
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag workflows on pull_request with neither a group of their own nor one for a job."""
    for workflow in workflows(facts):
        if "pull_request" not in workflow.triggers or "concurrency" in workflow.file.mapping():
            continue
        if not any("concurrency" in job for job in workflow.jobs.values()):
            yield Finding(
                message="Checks of commits that were replaced run on to their end.",
                path=workflow.path,
                line=workflow.file.line("on"),
                subject=workflow.path,
                remedy="Write at the top: concurrency: {group: '${{ github.workflow }}-${{ github.ref }}', "
                "cancel-in-progress: true}",
            )


GATE = Gate(
    id="concurrency-set",
    title="A new push stops the checks of the one before",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Write a concurrency group with cancel-in-progress at the top of the workflow.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
