"""Workflows ask for the rights that they need and no more.

Without `permissions` the token of a workflow may do what the repository's default says, which was once
everything; with `write-all` it may. Whoever gets into a step then pushes code, publishes packages or closes
issues. Rights to write belong to the one job that needs them.

Source: [OpenSSF Scorecard, token permissions](https://github.com/ossf/scorecard/blob/main/docs/checks.md#token-permissions).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.parsers.located import Place
from gitops_assets.core.gates.ci.pipelines import Pipeline, workflows
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import counted, shown
from gitops_assets.core.model import Severity

_RULE = "excessive-permissions"


def find(facts: Facts) -> Iterator[Finding]:
    """Flag workflows that leave the rights open, ask for all, or give a right to write to every job."""
    for workflow in workflows(facts):
        yield from _left_open(workflow)
        for place in ((), *(("jobs", name) for name in workflow.jobs)):
            yield from _everything(workflow, place)
        if len(workflow.jobs) > 1:
            yield from _for_every_job(workflow)


def _left_open(workflow: Pipeline) -> Iterator[Finding]:
    """A workflow that only others call has the rights of its callers."""
    open_jobs = [name for name, job in workflow.jobs.items() if "permissions" not in job]
    called = set(workflow.triggers) == {"workflow_call"}
    if "permissions" in workflow.file.mapping() or not open_jobs or called:
        return
    line = workflow.file.line("jobs", open_jobs[0])
    if not workflow.ignores(line, _RULE) and not workflow.ignores(1, _RULE):
        more = f" and {counted(len(open_jobs) - 1, 'other job')}" if len(open_jobs) > 1 else ""
        yield Finding(
            message=f"Nothing limits the rights of the job {shown(open_jobs[0])}{more}.",
            path=workflow.path,
            line=line,
            subject=f"{workflow.path}:open",
            remedy="Write above jobs: permissions: {contents: read}",
        )


def _everything(workflow: Pipeline, place: Place) -> Iterator[Finding]:
    line = workflow.file.line(*place, "permissions")
    if workflow.file.text(*place, "permissions") == "write-all" and not workflow.ignores(line, _RULE):
        who = f"the job {shown(str(place[-1]))}" if place else "every job"
        yield Finding(
            message=f"The token of {who} may write everything.",
            path=workflow.path,
            line=line,
            subject=f"{workflow.path}:{place[-1] if place else ''}:write-all",
            remedy="Replace write-all by the rights that are used, such as contents: read.",
        )


def _for_every_job(workflow: Pipeline) -> Iterator[Finding]:
    for right, value in workflow.file.mapping("permissions").items():
        line = workflow.file.line("permissions", right)
        if value == "write" and not workflow.ignores(line, _RULE):
            yield Finding(
                message=f"Every job of this workflow has the right {shown(right + ': write')}.",
                path=workflow.path,
                line=line,
                subject=f"{workflow.path}:{right}",
                remedy=f"Move '{right}: write' to the permissions of the job that needs it.",
            )


GATE = Gate(
    id="workflow-permissions-minimal",
    title="Workflows ask for the rights that they need and no more",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Write permissions: {contents: read} at the top, and more only at the job that needs it.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    by_file=True,
)
