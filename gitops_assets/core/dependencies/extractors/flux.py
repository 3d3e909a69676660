"""Flux: the git repositories, OCI artifacts and charts that a cluster is reconciled with.

A kustomization of ``flux-system`` is a path of the repository that holds it, inferred: that is the source's
name after ``flux bootstrap``.

Source: [Flux source API](https://fluxcd.io/flux/components/source/).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from gitops_assets.core.dependencies.ecosystems.images import needed
from gitops_assets.core.dependencies.ecosystems.references import to_git, to_place
from gitops_assets.core.dependencies.model import Confidence, Dependency, Extractor, Kind, Malformed, Row
from gitops_assets.core.dependencies.parsers.git_address import Address, git_address
from gitops_assets.core.dependencies.parsers.kubernetes_text import looks_like_objects, objects
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.remote_url import redact

_GROUP = ".toolkit.fluxcd.io"
_REFS = ("commit", "tag", "semver", "branch", "name")


def wants(path: str) -> bool:
    """YAML where Kubernetes objects are kept."""
    return looks_like_objects(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency a source or a release; a malformed file is told elsewhere."""
    if _GROUP not in text:
        return
    try:
        found = [each for each in objects(text) if each.group.endswith(_GROUP) and each.kind in _READERS]
    except Malformed:
        return  # the extractor of Kubernetes manifests reads the same paths and says so
    for each in found:
        yield from _READERS[each.kind](each.file, path)


def _git_repository(file: Located, path: str) -> Iterator[Row]:
    url = file.text("spec", "url")
    if url:
        ref = next((text for key in _REFS if (text := file.text("spec", "ref", key))), None)
        yield to_git(Address(redact(url), ref), path, file.line("spec", "url"), kind=Kind.DEPLOYMENT)


def _oci_repository(file: Located, path: str) -> Iterator[Row]:
    url, line = file.text("spec", "url"), file.line("spec", "url")
    version = next((text for key in ("tag", "semver") if (text := file.text("spec", "ref", key))), None)
    digest = file.text("spec", "ref", "digest")
    for found in needed(url or "", path, line):
        yield replace(found, kind=Kind.DEPLOYMENT, constraint=version or found.constraint, resolved=digest)


def _helm_repository(file: Located, path: str) -> Iterator[Row]:
    url = file.text("spec", "url")
    if url:
        address = git_address(url) if url.startswith("http") else None
        yield Dependency(
            kind=Kind.DEPLOYMENT,
            ecosystem="helm",
            name=redact(url),
            path=path,
            line=file.line("spec", "url"),
            url=address.url if address else None,
        )


def _helm_release(file: Located, path: str) -> Iterator[Row]:
    place = ("spec", "chart", "spec")
    chart = file.text(*place, "chart")
    if chart:
        # From a git repository a chart is named by its path, whose last part is mostly its name.
        inside = file.text(*place, "sourceRef", "kind") in {"GitRepository", "Bucket"}
        yield Dependency(
            kind=Kind.CHART,
            ecosystem="helm",
            name=(chart.rstrip("/").rpartition("/")[2] or chart) if inside else chart,
            path=path,
            line=file.line(*place, "chart"),
            constraint=None if inside else file.text(*place, "version"),
            confidence=Confidence.INFERRED if inside or "$" in chart else Confidence.DECLARED,
        )


def _kustomization(file: Located, path: str) -> Iterator[Row]:
    written, source = file.text("spec", "path"), ("spec", "sourceRef")
    if written and (file.text(*source, "kind"), file.text(*source, "name")) == (
        "GitRepository",
        "flux-system",
    ):
        line = file.line("spec", "path")
        inside = written.lstrip("/") or "."
        for row in to_place(inside, path, line, folder="", kind=Kind.DEPLOYMENT, ecosystem="flux"):
            yield replace(row, confidence=Confidence.INFERRED) if isinstance(row, Dependency) else row


_READERS: dict[str, Callable[[Located, str], Iterator[Row]]] = {
    "GitRepository": _git_repository,
    "OCIRepository": _oci_repository,
    "HelmRepository": _helm_repository,
    "HelmRelease": _helm_release,
    "Kustomization": _kustomization,
}

EXTRACTOR = Extractor(
    id="flux",
    title="Flux sources and releases",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yml", ".yaml"),
)
