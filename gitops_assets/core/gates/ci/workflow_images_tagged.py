"""Pipelines name the version of the images that they run in.

An image without a tag, or with `latest`, is another one tomorrow: jobs break without a commit, or run what
nobody looked at. Asked of the containers, services and `docker://` steps of GitHub Actions and of the images
of GitLab CI.

Source: [zizmor, unpinned-images](https://docs.zizmor.sh/audits/#unpinned-images).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.ci.pipelines import ignored
from gitops_assets.core.gates.containers.images import untagged
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every image of a pipeline that has neither a tag other than `latest` nor a digest."""
    for finding in untagged(facts, {"github-actions", "gitlab-ci"}):
        if not ignored(facts, finding.path, finding.line, "unpinned-images"):
            yield finding


GATE = Gate(
    id="workflow-images-tagged",
    title="Pipelines name the version of the images that they run in",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Write the tag of the image, better its digest.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    stages=EVERY_STAGE,
    required=False,
)
