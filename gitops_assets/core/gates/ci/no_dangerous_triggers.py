"""No workflow starts with secrets at the wish of strangers.

`pull_request_target`, `workflow_run` and `issue_comment` run in the context of the default branch: with
secrets and a token that may write, started by anybody's pull request or comment. A mistake in such a
workflow is an open door, so that each of them needs a reason and a reader.

Source: [zizmor, dangerous-triggers](https://docs.zizmor.sh/audits/#dangerous-triggers).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.ci.pipelines import Pipeline, workflows
from gitops_assets.core.gates.ci.untrusted import PRIVILEGED
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_RULE = "dangerous-triggers"


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every trigger of a workflow that gives a stranger's event the rights of the repository.

    A workflow that does nothing but label by changed paths reads no text of the stranger's.
    """
    for workflow in workflows(facts):
        if {step.action for step in workflow.steps()} == {"actions/labeler"}:
            continue
        for trigger in workflow.triggers:
            line = workflow.line_of(trigger, workflow.file.line("on", trigger))
            if trigger in PRIVILEGED and not _decided(workflow, line):
                yield Finding(
                    message=f"Anybody can start this by {shown(trigger)}, with the repository's secrets.",
                    path=workflow.path,
                    line=line,
                    subject=f"{workflow.path}:{trigger}",
                    remedy="Use another trigger, or append # zizmor: ignore[dangerous-triggers] and why.",
                )


def _decided(workflow: Pipeline, line: int) -> bool:
    return any(workflow.ignores(each, _RULE) for each in (workflow.file.line("on"), line - 1, line))


GATE = Gate(
    id="no-dangerous-triggers",
    title="No workflow starts with secrets at the wish of strangers",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Use pull_request if it will do; else write beside the trigger why it is safe.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
