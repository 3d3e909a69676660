import pytest

from gitops_assets.core.dependencies.extractors.helm_values import extract, wants
from gitops_assets.core.dependencies.model import Confidence, Dependency


@pytest.mark.parametrize("path", ["values.yaml", "a/values-prod.yml", "values.dev.yaml", "shop-values.yaml"])
def test_values_are_known_by_their_names(path: str) -> None:
    assert wants(path)


def test_other_files_and_templates_are_left() -> None:
    assert not wants("chart/templates/values.yaml")
    assert not wants("values.py")
    assert not wants("evaluation.yaml")


def test_images_are_inferred_from_how_charts_ask_for_them() -> None:
    text = """image:
  registry: docker.io
  repository: acme/api
  tag: "1.10"
worker:
  image: ghcr.io/acme/worker:2@sha256:ab
  initImage:
    repository: busybox
sidecar:
  repository: ghcr.io/acme/proxy
  digest: sha256:cd
git:
  repository: https://github.com/acme/x
plain:
  repository: acme/nothing
backgroundImage: none
"""
    rows = [row for row in extract("values.yaml", text) if isinstance(row, Dependency)]
    assert [(row.name, row.constraint, row.resolved, row.line) for row in rows] == [
        ("acme/api", "1.10", None, 3),
        ("ghcr.io/acme/worker", "2", "sha256:ab", 6),
        ("busybox", None, None, 8),
        ("ghcr.io/acme/proxy", None, "sha256:cd", 10),
    ]
    assert {row.confidence for row in rows} == {Confidence.INFERRED}
