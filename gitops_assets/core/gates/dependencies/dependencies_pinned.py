"""Dependencies that the fleet wants pinned are at an exact version.

What is not pinned changes without a commit: the build of tomorrow is not the one that was tested. A tag of
an image or an action can be moved by whoever owns it; a digest or a commit cannot.

Source: [OpenSSF Scorecard, pinned dependencies](https://github.com/ossf/scorecard/blob/main/docs/checks.md#pinned-dependencies).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.concern import at_every_claim
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every place that leaves a version open which fleet.yaml wants exact."""
    yield from at_every_claim(
        facts, ConflictKind.UNPINNED, "Write the exact version, digest or commit, or commit a lock file."
    )


GATE = Gate(
    id="dependencies-pinned",
    title="Dependencies are pinned where the fleet wants it",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Write an exact version, a digest for an image, a commit for an action, or commit a lock file.",
    find=find,
    category=Category.DEPENDENCIES,
    needs=frozenset({Need.DEPENDENCIES}),
)
