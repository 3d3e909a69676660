from gitops_assets.core.dependencies.extractors.kustomize import extract, wants
from gitops_assets.core.dependencies.model import Dependency, Kind

TEXT = """apiVersion: kustomize.config.k8s.io/v1beta1
resources:
  - deployment.yaml
  - ../../base
  - github.com/acme/base//api?ref=v1.0
  - https://raw.githubusercontent.com/acme/crds/v2/all.yaml
  - https://host/plain.yaml
components: [../../../shared/logging]
images:
  - name: api
    newName: ghcr.io/acme/api
    newTag: 2.0.1
  - name: worker
    digest: sha256:ab
helmCharts:
  - name: redis
    repo: https://acme.github.io/charts
    version: 18.1.0
"""


def test_the_names_that_kustomize_looks_for_are_read() -> None:
    assert wants("a/kustomization.yaml")
    assert wants("Kustomization")
    assert not wants("kustomize.yaml")


def test_bases_images_and_charts_are_needed() -> None:
    rows = [row for row in extract("overlays/prod/kustomization.yaml", TEXT) if isinstance(row, Dependency)]
    assert [(row.kind, row.name, row.constraint, row.line) for row in rows] == [
        (Kind.DEPLOYMENT, "base", None, 4),
        (Kind.DEPLOYMENT, "https://github.com/acme/base", "v1.0", 5),
        (Kind.DEPLOYMENT, "https://github.com/acme/crds", "v2", 6),
        (Kind.DEPLOYMENT, "https://host/plain.yaml", None, 7),
        (Kind.DEPLOYMENT, "../shared", None, 8),
        (Kind.IMAGE, "ghcr.io/acme/api", "2.0.1", 12),
        (Kind.IMAGE, "worker", None, 14),
        (Kind.CHART, "redis", "18.1.0", 16),
    ]
    assert (rows[0].local, rows[4].url) == ("base", "../shared")
    assert rows[-1].url == "https://github.com/acme/charts"


def test_a_generator_that_is_written_out_in_place_is_no_path() -> None:
    assert not list(extract("kustomization.yaml", "generators:\n- |\n  kind: x\n  name: y\n"))
