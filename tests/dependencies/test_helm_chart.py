from gitops_assets.core.dependencies.extractors.helm_chart import extract, wants
from gitops_assets.core.dependencies.model import Dependency, Kind, Publication, Scope, Skipped

TEXT = """apiVersion: v2
name: shop
version: 1.2.0
dependencies:
  - name: postgresql
    version: ~15.0
    repository: oci://registry-1.docker.io/bitnamicharts
    condition: postgresql.enabled
  - name: api
    repository: https://acme.github.io/api
    version: 0.3.0
  - name: library
    repository: file://../library
  - name: packed
  - version: 1
"""


def test_charts_are_known_by_their_names() -> None:
    assert wants("charts/shop/Chart.yaml")
    assert wants("requirements.yaml")
    assert not wants("chart.yaml")


def test_a_chart_is_offered_and_needs_others() -> None:
    offered, *rows = extract("charts/shop/Chart.yaml", TEXT)
    assert isinstance(offered, Publication)
    assert (offered.kind, offered.name, offered.version, offered.line) == (Kind.CHART, "shop", "1.2.0", 2)
    needed = [row for row in rows if isinstance(row, Dependency)]
    assert [(row.name, row.constraint, row.scope, row.url, row.local, row.line) for row in needed] == [
        ("postgresql", "~15.0", Scope.OPTIONAL, None, None, 5),
        ("api", "0.3.0", Scope.RUNTIME, "https://github.com/acme/api", None, 9),
        ("library", None, Scope.RUNTIME, None, "charts/library", 12),
        ("packed", None, Scope.RUNTIME, None, "charts/shop/charts/packed", 14),
    ]
    assert rows[-1] == Skipped(
        path="charts/shop/Chart.yaml", line=15, reason="has a dependency without a name"
    )


def test_the_requirements_of_helm_2_offer_nothing() -> None:
    rows = list(extract("requirements.yaml", "name: x\ndependencies:\n- name: a\n"))
    assert [type(row) for row in rows] == [Dependency]
