"""No script runs text that callers choose.

Inputs, release names and tags are chosen by people and workflows that may start a run, not by strangers; put
into a script as an expression, each of them is code all the same, and so is what a job computed for its
matrix. Inputs that are numbers, booleans or choices can do no harm.

Source: [zizmor, template-injection](https://docs.zizmor.sh/audits/#template-injection).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.ci.expressions import expressions
from gitops_assets.core.gates.ci.scripts import injected, scripts
from gitops_assets.core.gates.ci.untrusted import chosen_by_callers, written_by_strangers
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every expression in a script whose value a caller, a releaser or another job chooses."""
    for place in scripts(facts):
        for expression in expressions(place.text):
            if any(map(written_by_strangers, expression.contexts)):
                continue
            if any(chosen_by_callers(place.step, context) for context in expression.contexts):
                yield from injected(place, expression, "which a caller or another job chooses")


GATE = Gate(
    id="no-input-injection",
    title="No script runs text that callers choose",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Give the value to the script as an environment variable, and read that in quotes.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
