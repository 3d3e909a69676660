"""Images that serve say how to ask whether they are well.

A process that hangs still runs; only a health check tells the engine, Compose and people so. Kubernetes has
probes of its own and ignores this one, so that trees with its manifests are not asked.

Source: [Dockerfile reference, HEALTHCHECK](https://docs.docker.com/reference/dockerfile/#healthcheck).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.parsers.kubernetes_text import looks_like_objects
from gitops_assets.core.gates.containers.dockerfiles import builds
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every image that exposes a port and has no health check."""
    if any(looks_like_objects(path) or path.endswith("Chart.yaml") for path in facts.files.paths):
        raise NotApplicable("Kubernetes asks by its own probes")
    for build in builds(facts):
        exposed = next(build.kept_instructions("EXPOSE"), None)
        if build.ships and exposed and not any(build.kept_instructions("HEALTHCHECK")):
            yield Finding(
                message="Nothing tells whether the service in this image still answers.",
                path=build.path,
                line=exposed.line,
                subject=build.path,
                remedy="Write: HEALTHCHECK CMD curl --fail http://localhost:<port>/health || exit 1",
            )


GATE = Gate(
    id="healthcheck-present",
    title="Images that serve say how to ask whether they are well",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Write a HEALTHCHECK that asks the service.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
