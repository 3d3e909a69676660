"""Checking out leaves no token behind.

`actions/checkout` writes the job's token into the repository's git configuration, where every later step,
and an uploaded artifact, can find it. Only a job that pushes needs it there.

Source: [zizmor, artipacked](https://docs.zizmor.sh/audits/#artipacked).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.ci.pipelines import pipelines
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every checkout that keeps its credentials without saying that it should."""
    for pipeline in pipelines(facts):
        for step in pipeline.steps():
            if step.action != "actions/checkout" or "persist-credentials" in step.inputs:
                continue
            line = step.line("uses")
            if not pipeline.ignores(line, "artipacked") and not pipeline.ignores(step.line(), "artipacked"):
                yield Finding(
                    message="The token stays in .git/config for every later step.",
                    path=pipeline.path,
                    line=line,
                    subject=f"{pipeline.path}:{step.job}",
                    remedy="Write below the step: with: {persist-credentials: false}",
                )


GATE = Gate(
    id="checkout-credentials-dropped",
    title="Checking out leaves no token behind",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Write persist-credentials: false below with: of the step.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
