from gitops_assets.core.dependencies.extractors.flux import extract, wants
from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind

PATH = "clusters/prod/apps.yaml"
TEXT = """apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
spec: {url: "https://u:p@host/acme/deploy", ref: {branch: main, tag: v1}}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
spec: {url: "oci://ghcr.io/acme/manifests", ref: {semver: 1.x}}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
spec: {url: "https://acme.github.io/charts"}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
spec:
  chart:
    spec: {chart: redis, version: 18.x, sourceRef: {kind: HelmRepository, name: acme}}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
spec:
  chart:
    spec: {chart: ./charts/api, sourceRef: {kind: GitRepository, name: acme}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
spec: {path: ./apps/prod, sourceRef: {kind: GitRepository, name: flux-system}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
spec: {path: ./elsewhere, sourceRef: {kind: GitRepository, name: other}}
"""


def test_sources_are_looked_for_where_manifests_stand() -> None:
    assert wants(PATH)
    assert not wants("docs/apps.yaml")


def test_sources_releases_and_own_paths_are_needed() -> None:
    rows = [row for row in extract(PATH, TEXT) if isinstance(row, Dependency)]
    assert [(row.kind, row.ecosystem, row.name, row.constraint, row.line) for row in rows] == [
        (Kind.DEPLOYMENT, "git", "https://host/acme/deploy", "v1", 3),
        (Kind.DEPLOYMENT, "docker", "ghcr.io/acme/manifests", "1.x", 7),
        (Kind.DEPLOYMENT, "helm", "https://acme.github.io/charts", None, 11),
        (Kind.CHART, "helm", "redis", "18.x", 17),
        (Kind.CHART, "helm", "api", None, 23),
        (Kind.DEPLOYMENT, "flux", "apps/prod", None, 27),
    ]
    assert rows[2].url == "https://github.com/acme/charts"
    assert rows[5].local == "apps/prod"
    assert [row.confidence for row in rows[3:]] == [
        Confidence.DECLARED,
        Confidence.INFERRED,
        Confidence.INFERRED,
    ]


def test_a_malformed_file_is_told_by_the_reader_of_manifests_alone() -> None:
    assert not list(extract(PATH, "apiVersion: source.toolkit.fluxcd.io/v1\nkind: [\n"))
