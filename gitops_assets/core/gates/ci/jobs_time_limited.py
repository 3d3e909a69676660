"""Jobs stop when they hang.

A job of GitHub Actions runs for six hours unless it says otherwise; one that hangs pays for all of them and
blocks the queue. A limit of a few times the usual duration costs nothing.

Source: [GitHub, workflow syntax](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes).
"""

from collections.abc import Iterator, Mapping

from gitops_assets.core.gates.ci.pipelines import workflows
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import counted, shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag workflows with a job that has steps and no limit, on the job or on every step."""
    for workflow in workflows(facts):
        endless = [name for name, job in workflow.jobs.items() if _endless(job)]
        if endless:
            more = f" and {counted(len(endless) - 1, 'other job')}" if len(endless) > 1 else ""
            yield Finding(
                message=f"The job {shown(endless[0])}{more} may hang for six hours.",
                path=workflow.path,
                line=workflow.file.line("jobs", endless[0]),
                subject=workflow.path,
                remedy="Write timeout-minutes: 15, or what fits, below each job.",
            )


def _endless(job: Mapping[str, object]) -> bool:
    steps = job.get("steps")
    if "timeout-minutes" in job or not isinstance(steps, list):
        return False
    return not all(isinstance(step, dict) and "timeout-minutes" in step for step in steps)


GATE = Gate(
    id="jobs-time-limited",
    title="Jobs stop when they hang",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Write timeout-minutes for each job.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
