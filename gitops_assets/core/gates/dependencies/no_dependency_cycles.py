"""The repository is in no circle of dependencies.

In a circle nothing can be released first: each change waits for another one that waits for it. Every member
breaks every other. What only tests and developers need closes no circle: it is there from the last release.

Source: [Acyclic dependencies principle](https://en.wikipedia.org/wiki/Acyclic_dependencies_principle).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.concern import sentence, usable
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a repository that depends on others that depend on it, at its first step into the circle.

    It has one finding, whoever else is in the circle: members come and go, the circle stays.
    """
    for concern in facts.needed.of(ConflictKind.CYCLE):
        first = concern.claims[0]
        yield Finding(
            message=sentence(concern.conflict.why),
            path=usable(first.path),
            line=max(1, first.line),
            subject="cycle",
            remedy="Turn one of these dependencies around, or move what both need into a third repository.",
        )


GATE = Gate(
    id="no-dependency-cycles",
    title="The repository is in no circle of dependencies",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Turn one dependency around, or move what both sides need into a repository of its own.",
    find=find,
    category=Category.DEPENDENCIES,
    needs=frozenset({Need.DEPENDENCIES}),
)
