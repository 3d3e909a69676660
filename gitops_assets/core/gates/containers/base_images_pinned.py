"""Images are built on content that cannot be exchanged.

A tag is moved whenever its owner builds again; only a digest is the same bytes tomorrow. Update tools raise
digests as they raise versions, so that pinning does not mean staying behind.

Source: [OpenSSF Scorecard, pinned dependencies](https://github.com/ossf/scorecard/blob/main/docs/checks.md#pinned-dependencies).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.images import images
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import command, shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every image of a Dockerfile that has a version and no digest."""
    for each in images(facts, {"dockerfile"}):
        if each.resolved is None and each.constraint not in {None, "latest"}:
            yield Finding(
                message=f"What {shown(f'{each.name}:{each.constraint}')} names can be exchanged.",
                path=each.path,
                line=each.line,
                subject=f"{each.path}:{each.name}",
                remedy=command("docker", "buildx", "imagetools", "inspect", f"{each.name}:{each.constraint}"),
            )


GATE = Gate(
    id="base-images-pinned",
    title="Images are built on content that cannot be exchanged",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Write @sha256:… behind the tag; docker buildx imagetools inspect shows it.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    stages=EVERY_STAGE,
    required=False,
)
