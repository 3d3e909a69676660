"""What is deployed is a version that somebody chose.

An image without a tag, or with `latest`, is another one after the next restart: nobody knows what ran
yesterday, and rolling back brings back the same. Images that this tree builds or replaces itself are not
asked.

Source: [Kubernetes, images](https://kubernetes.io/docs/concepts/containers/images/#image-names).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Kind
from gitops_assets.core.gates.containers.images import untagged
from gitops_assets.core.gates.containers.manifests import passing
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every image of Compose and Kubernetes that has no digest, and no tag but `latest`."""
    set_elsewhere = "\n".join(file.text for file in facts.files.texts(facts.files.matching(*_SETTERS)))
    offered = {each.name for each in facts.packages.publications if each.kind is Kind.IMAGE}
    for finding in untagged(facts, {"compose", "kubernetes"}):
        name = finding.subject.partition(":")[2]
        if name not in offered and name not in set_elsewhere and not passing(finding.path):
            yield finding


_SETTERS = (
    "skaffold.y*ml",
    "*/skaffold.y*ml",
    "kustomization.y*ml",
    "*/kustomization.y*ml",
    "*/.ko.yaml",
    "tiltfile",
)


GATE = Gate(
    id="deployed-images-tagged",
    title="What is deployed is a version that somebody chose",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Write the tag of the image, better its digest.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    stages=EVERY_STAGE,
    required=False,
)
