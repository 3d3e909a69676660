"""Images are built on a version that the Dockerfile names.

A base without a tag, or with `latest`, is another system tomorrow: the same commit then builds another
image, and nobody sees in review what it is built on.

Source: [hadolint, DL3006](https://github.com/hadolint/hadolint/wiki/DL3006).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.images import untagged
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every image of a Dockerfile that has neither a digest nor a tag other than `latest`."""
    yield from untagged(facts, {"dockerfile"})


GATE = Gate(
    id="base-images-tagged",
    title="Images are built on a version that the Dockerfile names",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Write the tag of the base image, better its digest too.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    stages=EVERY_STAGE,
)
