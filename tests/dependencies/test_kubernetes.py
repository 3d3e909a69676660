import pytest

from gitops_assets.core.dependencies.extractors.kubernetes import extract, wants
from gitops_assets.core.dependencies.model import Claim, Dependency, Malformed

TEXT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  template:
    spec:
      initContainers:
        - name: wait
          image: busybox:1.36
      containers:
        - name: api
          image: docker.io/acme/api@sha256:ab
          ports:
            - {containerPort: 53, hostPort: 53, protocol: UDP}
      volumes:
        - name: model
          image: {reference: "ghcr.io/acme/model:1"}
---
apiVersion: v1
kind: Service
metadata: {name: api}
spec:
  type: NodePort
  ports:
    - port: 80
      nodePort: 30080
"""


@pytest.mark.parametrize(
    "path", ["k8s/api.yaml", "a/Deploy/x/api.yml", "deployment.yaml", "clusters/prod/apps.yaml"]
)
def test_manifests_are_looked_for_where_they_stand(path: str) -> None:
    assert wants(path)


@pytest.mark.parametrize(
    "path",
    ["k8s/templates/api.yaml", "docs/api.yaml", "k8s/api.json", "k8s/kustomization.yaml", "k8s/values.yaml"],
)
def test_other_yaml_is_left(path: str) -> None:
    assert not wants(path)


def test_containers_need_images_and_take_ports_of_the_hosts() -> None:
    rows = list(extract("k8s/api.yaml", TEXT))
    assert [
        (row.name, row.constraint, row.resolved, row.line) for row in rows if isinstance(row, Dependency)
    ] == [
        ("busybox", "1.36", None, 9),
        ("acme/api", None, "sha256:ab", 12),
        ("ghcr.io/acme/model", "1", None, 17),
    ]
    assert [(row.name, row.line, row.detail) for row in rows if isinstance(row, Claim)] == [
        ("53/udp", 14, "hostPort of Deployment shop/api"),
        ("30080/tcp", 26, "nodePort of Service api"),
    ]


def test_a_yaml_file_without_objects_is_nobodys_fault() -> None:
    assert list(extract("deploy/hosts.yaml", "a: [\n")) == []
    assert list(extract("deploy/hosts.yaml", "containers: [{image: x}]\n# apiVersion\n")) == []


def test_objects_that_are_no_yaml_are_malformed() -> None:
    with pytest.raises(Malformed):
        list(extract("k8s/a.yaml", "apiVersion: v1\nkind: Pod\n{{ if }}: [\n"))
