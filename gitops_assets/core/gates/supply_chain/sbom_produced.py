"""What is published says what is in it.

A bill of materials lets whoever runs a release find out within minutes whether it holds the library that
everybody talks about today. Counted are Syft, CycloneDX and SPDX tools, BuildKit's own and GoReleaser's
wherever a pipeline names them.

Source: [OpenSSF Scorecard, SBOM](https://github.com/ossf/scorecard/blob/main/docs/checks.md#sbom).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.supply_chain.releases import releases
from gitops_assets.core.gates.supply_chain.sources import told
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_MADE = re.compile(r"sbom|cyclonedx|spdx|\bsyft\b|bill.of.materials|\bbom\b")
_FILES = ("*.spdx", "*.spdx.json", "*.cdx.json", "bom.xml", "bom.json", "*sbom*.json", "*sbom*.xml")


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree whose workflows publish and in which nothing makes a bill of materials."""
    first = next((each for each in releases(facts) if each.has_files), None)
    made = facts.files.matching(*_FILES) or any(_MADE.search(text) for _, text in told(facts))
    if first and not made:
        yield Finding(
            message=f"What {shown(first.by)} publishes comes without a bill of materials.",
            path=first.step.pipeline.path,
            line=first.line,
            subject="sbom",
            remedy="Add a step with anchore/sbom-action, or sbom: true to docker/build-push-action.",
        )


GATE = Gate(
    id="sbom-produced",
    title="What is published says what is in it",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Add anchore/sbom-action, or sbom: true for images, to the workflow that publishes.",
    find=find,
    category=Category.SUPPLY_CHAIN,
    needs=frozenset({Need.TREE}),
    required=False,
)
