"""No workflow switches retired commands back on.

`ACTIONS_ALLOW_UNSECURE_COMMANDS` lets any line that a step prints set variables and the path of all later
steps: printing a stranger's text then runs their code. GitHub switched this off in 2020.

Source: [zizmor, insecure-commands](https://docs.zizmor.sh/audits/#insecure-commands).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.ci.pipelines import pipelines
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity

_NAME = "ACTIONS_ALLOW_UNSECURE_COMMANDS"


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every place where the variable is set to true."""
    for pipeline in pipelines(facts):
        places: list[tuple[str | int, ...]] = [(), *(("jobs", name) for name in pipeline.jobs)]
        places += [step.place for step in pipeline.steps()]
        for place in places:
            line = pipeline.file.line(*place, "env", _NAME)
            on = str(pipeline.file.at(*place, "env", _NAME)).lower() == "true"
            if on and not pipeline.ignores(line, "insecure-commands"):
                yield Finding(
                    message="Whatever a step prints can set variables and the path of later steps.",
                    path=pipeline.path,
                    line=line,
                    subject=f"{pipeline.path}:{'/'.join(map(str, place[:2]))}",
                    remedy=f"Remove {_NAME}, and write to $GITHUB_ENV or $GITHUB_PATH.",
                )


GATE = Gate(
    id="no-insecure-commands",
    title="No workflow switches retired commands back on",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Remove the variable; write to $GITHUB_ENV and $GITHUB_PATH instead.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    by_file=True,
)
