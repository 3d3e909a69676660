from gitops_assets.core.dependencies.extractors.argo_cd import extract, wants
from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind

PATH = "argocd/apps.yaml"
TEXT = """apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  source:
    repoURL: https://u:p@host/acme/deploy.git
    path: api
    targetRevision: main
---
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
spec:
  generators:
    - git: {repoURL: git@host:acme/fleet.git, revision: HEAD}
  template:
    spec:
      sources:
        - repoURL: https://acme.github.io/charts
          chart: api
          targetRevision: 1.2.*
        - repoURL: "{{ url }}"
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
spec: {repoURL: https://host/no.git}
"""


def test_applications_are_looked_for_where_manifests_stand() -> None:
    assert wants(PATH)
    assert not wants("docs/apps.yaml")


def test_every_source_is_needed() -> None:
    rows = [row for row in extract(PATH, TEXT) if isinstance(row, Dependency)]
    assert [(row.kind, row.name, row.url, row.constraint, row.line) for row in rows] == [
        (Kind.DEPLOYMENT, "https://host/acme/deploy.git", "https://host/acme/deploy.git", "main", 5),
        (Kind.DEPLOYMENT, "git@host:acme/fleet.git", "git@host:acme/fleet.git", "HEAD", 13),
        (Kind.CHART, "api", "https://github.com/acme/charts", "1.2.*", 18),
        (Kind.DEPLOYMENT, "{{ url }}", "{{ url }}", None, 20),
    ]
    assert [row.confidence for row in rows[2:]] == [Confidence.DECLARED, Confidence.INFERRED]


def test_a_malformed_file_is_told_by_the_reader_of_manifests_alone() -> None:
    assert not list(extract(PATH, "apiVersion: argoproj.io/v1\nrepoURL: [\n"))
