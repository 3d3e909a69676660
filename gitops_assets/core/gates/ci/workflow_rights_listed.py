"""Workflows list the rights that they need one by one.

`read-all` lets every step read packages, security alerts, deployments and whatever right GitHub adds next,
where most need the files alone. It is far better than nothing, and OpenSSF Scorecard lets it pass. At the top
it counts for those jobs that say nothing themselves.

Source: [zizmor, excessive-permissions](https://docs.zizmor.sh/audits/#excessive-permissions).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.ci.pipelines import workflows
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag `permissions: read-all`, of a workflow or of one of its jobs."""
    for workflow in workflows(facts):
        for place in ((), *(("jobs", name) for name in workflow.jobs)):
            line = workflow.file.line(*place, "permissions")
            asked = workflow.file.text(*place, "permissions")
            if not place and all("permissions" in job for job in workflow.jobs.values()):
                continue
            if asked == "read-all" and not workflow.ignores(line, "excessive-permissions"):
                who = f"the job {shown(place[-1])}" if place else "every job"
                yield Finding(
                    message=f"The token of {who} may read everything.",
                    path=workflow.path,
                    line=line,
                    subject=f"{workflow.path}:{place[-1] if place else ''}",
                    remedy="Replace read-all by the rights that are used, such as contents: read.",
                )


GATE = Gate(
    id="workflow-rights-listed",
    title="Workflows list the rights that they need one by one",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Write permissions: {contents: read} instead of read-all, and more where it is needed.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
    by_file=True,
)
