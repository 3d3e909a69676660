"""Strangers' pull requests do not run on our own machines.

On a public repository anybody can open a pull request, and with it run code on a self-hosted runner, which
keeps what it was left with. GitHub's own runners are thrown away. On a private repository this is no
question: waive it there.

Source: [GitHub, security hardening](https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.ci.pipelines import workflows
from gitops_assets.core.gates.ci.untrusted import OPEN_TO_STRANGERS
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag jobs on self-hosted runners in workflows that a stranger's event starts."""
    for workflow in workflows(facts):
        if OPEN_TO_STRANGERS.isdisjoint(workflow.triggers):
            continue
        for name, job in workflow.jobs.items():
            line = workflow.file.line("jobs", name, "runs-on")
            if _self_hosted(job.get("runs-on")) and not workflow.ignores(line, "self-hosted-runner"):
                yield Finding(
                    message=f"The job {shown(name)} runs a stranger's pull request on a machine of our own.",
                    path=workflow.path,
                    line=line,
                    subject=f"{workflow.path}:{name}",
                    remedy="Write runs-on: ubuntu-latest, or start the job only for branches of our own.",
                )


def _self_hosted(runs_on: object) -> bool:
    labels = runs_on.get("labels") if isinstance(runs_on, dict) else runs_on
    return "self-hosted" in (labels if isinstance(labels, list) else [labels])


GATE = Gate(
    id="no-public-self-hosted",
    title="Strangers' pull requests do not run on our own machines",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Run pull requests on hosted runners, or on runners that live for one job.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
