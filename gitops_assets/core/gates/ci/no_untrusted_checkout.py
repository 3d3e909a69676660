"""No privileged workflow checks out what a stranger proposes.

Workflows on `pull_request_target`, `workflow_run` and `issue_comment` run with the repository's secrets and
a token that writes. If they check out the head of a pull request, whatever builds or tests it runs the
stranger's code with them. A job that asks whether the head is in this repository is not flagged.

Source: [OpenSSF Scorecard, dangerous workflow](https://github.com/ossf/scorecard/blob/main/docs/checks.md#dangerous-workflow).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.gates.ci.pipelines import PipelineStep, workflows
from gitops_assets.core.gates.ci.untrusted import PRIVILEGED
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_HEAD = re.compile(
    r"github\.event\.pull_request\.(?:head\.|merge_commit_sha)|github\.head_ref|refs/pull/"
    r"|github\.event\.workflow_run\.(?:head_|pull_requests)",
    re.IGNORECASE,
)
_FETCHED = re.compile(r"\bgh pr checkout\b|\bgit (?:fetch|pull) [^\n]{0,200}\bpull/")
_OWN = re.compile(
    r"(?:head\.repo|head_repository)\.full_name\s*==|head\.repo\.fork\s*==\s*false"
    r"|!\s*[\w.]{1,60}head\.repo\.fork|workflow_run\.event\s*==\s*'(?:push|schedule|release|workflow_dispatch)'"
    r"|==\s*github\.event\.(?:pull_request\.head\.repo|workflow_run\.head_repository)\.full_name"
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every step of such a workflow that brings a pull request's head into the work tree."""
    for workflow in workflows(facts):
        if PRIVILEGED.isdisjoint(workflow.triggers):
            continue
        for step in workflow.steps():
            line = _line_of_checkout(step)
            guards = (workflow.file.at("jobs", step.job, "if"), workflow.file.at(*step.place, "if"))
            if line and not any(_OWN.search(guard) for guard in guards if isinstance(guard, str)):
                yield Finding(
                    message=f"The job {shown(step.job)} has secrets and checks out what a stranger proposes.",
                    path=workflow.path,
                    line=line,
                    subject=f"{workflow.path}:{step.job}",
                    remedy="Move this step to a workflow on pull_request, which has no secrets.",
                )


def _line_of_checkout(step: PipelineStep) -> int:
    """Where a step names the head of a pull request; 0 where it does not."""
    if step.action == "actions/checkout":
        given = ((name, step.inputs.get(name)) for name in ("ref", "repository"))
        name = next((name for name, value in given if isinstance(value, str) and _HEAD.search(value)), "")
        return step.line("with", name) if name else 0
    return step.line("run") if _FETCHED.search(step.run) else 0


GATE = Gate(
    id="no-untrusted-checkout",
    title="No privileged workflow checks out what a stranger proposes",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Run it on pull_request, without secrets, and publish its result from a second workflow.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    by_file=True,
)
