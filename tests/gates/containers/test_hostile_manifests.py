import pytest

from gitops_assets.core.gates.containers import CONTAINERS
from gitops_assets.core.gates.engine import evaluate
from tests.gates.trees import seen

POD = "apiVersion: v1\nkind: Pod\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("compose.yaml", "services: [a]"),
        (
            "compose.yaml",
            "services: {a: {volumes: {}, deploy: [], privileged: [], network_mode: {}, image: [1]}}",
        ),
        (
            "k8s/a.yaml",
            f"{POD}spec: {{containers: [1, {{image: a, ports: 3, resources: []}}], volumes: 3}}",
        ),
        (
            "k8s/a.yaml",
            f"{POD}spec: {{containers: [{{image: a}}], securityContext: [], initContainers: {{}}}}",
        ),
        ("k8s/a.yaml", POD + "{a: " * 5000),
        ("Dockerfile", "FROM\n"),
        ("Dockerfile", "RUN a\nENV\nARG\nUSER\nADD\n"),
        ("Dockerfile", "FROM a:1\nENV\nARG\nUSER\nADD\nEXPOSE\nCMD\n"),
        (
            "a.tf",
            "resource {\n}\nprovider {\n}\nprovider a {\n version = x[\n]\n}\n",
        ),
        (
            "a.tf",
            'resource "aws_security_group" "a" {\n ingress {\n  from_port = 99999999999999999999\n }\n}\n',
        ),
    ],
)
def test_odd_shapes_crash_no_gate(path: str, text: str) -> None:
    for gate in CONTAINERS:
        assert "Error" not in (evaluate(seen({path: text}), gate).why or "")
