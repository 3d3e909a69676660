"""Argo CD: the repositories and charts that applications are synced from.

What a generator fills in (``{{ … }}``) stays as written and makes the row inferred.

Source: [Application specification](https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.references import to_git
from gitops_assets.core.dependencies.model import Confidence, Dependency, Extractor, Kind, Malformed, Row
from gitops_assets.core.dependencies.parsers.git_address import Address, git_address
from gitops_assets.core.dependencies.parsers.kubernetes_text import looks_like_objects, objects
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.yaml_walk import mappings
from gitops_assets.core.remote_url import redact

_KINDS = frozenset({"Application", "ApplicationSet"})


def wants(path: str) -> bool:
    """YAML where Kubernetes objects are kept."""
    return looks_like_objects(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency a source with a ``repoURL``, a generator's too; a malformed file is told elsewhere."""
    if "argoproj.io" not in text or "repoURL" not in text:
        return
    try:
        found = [each for each in objects(text) if each.group == "argoproj.io" and each.kind in _KINDS]
    except Malformed:
        return  # the extractor of Kubernetes manifests reads the same paths and says so
    for each in found:
        for place, value in mappings(each.file.value):
            if isinstance(value.get("repoURL"), str):
                yield _source(each.file, place, path)


def _source(file: Located, place: Place, path: str) -> Dependency:
    url = (file.text(*place, "repoURL") or "").strip()
    chart = file.text(*place, "chart")
    version = file.text(*place, "targetRevision") or file.text(*place, "revision")
    if not chart:
        return to_git(Address(redact(url), version), path, file.line(*place, "repoURL"), kind=Kind.DEPLOYMENT)
    address = git_address(url) if url.startswith("http") else None
    return Dependency(
        kind=Kind.CHART,
        ecosystem="helm",
        name=chart,
        path=path,
        line=file.line(*place, "chart"),
        constraint=version,
        confidence=Confidence.INFERRED if "{{" in chart else Confidence.DECLARED,
        url=address.url if address else None,
    )


EXTRACTOR = Extractor(
    id="argo-cd",
    title="Argo CD applications",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yml", ".yaml"),
)
