"""No script runs text that strangers write.

An expression is put into a script before a shell sees it: an issue titled `$(curl …)` runs as code, with the
workflow's token and secrets. Flagged are titles, bodies, branch names, commit messages and the like; what
people with write access choose is the question of `no-input-injection`.

Source: [zizmor, template-injection](https://docs.zizmor.sh/audits/#template-injection).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.ci.expressions import expressions
from gitops_assets.core.gates.ci.scripts import injected, scripts
from gitops_assets.core.gates.ci.untrusted import written_by_strangers
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every expression in a script whose value anybody may write.

    The contexts are those of GitHub's security hardening guide and of CodeQL's query for code injection.
    """
    for place in scripts(facts):
        for expression in expressions(place.text):
            if any(map(written_by_strangers, expression.contexts)):
                yield from injected(place, expression, "which anybody may write")


GATE = Gate(
    id="no-script-injection",
    title="No script runs text that strangers write",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Give the value to the script as an environment variable, and read that in quotes.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    by_file=True,
)
