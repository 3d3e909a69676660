"""Called workflows get the secrets that they need by name.

`secrets: inherit` hands every secret of the repository and its organisation to the workflow that is called,
also those that are added next year. Named secrets show in review who gets what.

Source: [zizmor, secrets-inherit](https://docs.zizmor.sh/audits/#secrets-inherit).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.ci.pipelines import workflows
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every call of a workflow that inherits all secrets."""
    for workflow in workflows(facts):
        for name, job in workflow.jobs.items():
            line = workflow.file.line("jobs", name, "secrets")
            if job.get("secrets") == "inherit" and not workflow.ignores(line, "secrets-inherit"):
                yield Finding(
                    message=f"The job {shown(name)} hands all secrets to {shown(str(job.get('uses')))}.",
                    path=workflow.path,
                    line=line,
                    subject=f"{workflow.path}:{name}",
                    remedy="Replace inherit by lines such as NAME: ${{ secrets.NAME }}.",
                )


GATE = Gate(
    id="no-inherited-secrets",
    title="Called workflows get the secrets that they need by name",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Name the secrets that the called workflow needs.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
