"""Services of Compose and pods of Kubernetes in memory."""

from gitops_assets.core.gates.facts import Facts
from tests.gates.trees import seen


def service(says: str, path: str = "compose.yaml") -> Facts:
    """What a gate sees of a Compose file with one service; it stands on line 2."""
    return seen({path: f"services:\n  web: {{image: 'nginx:1', {says}}}\n"})


def pod(says: str = "", container: str = "", kind: str = "Deployment", image: str = "nginx:1") -> Facts:
    """What a gate sees of an object with one pod; its container stands on line 8."""
    held = f"{{name: web, image: '{image}', {container}}}"
    text = (
        f"apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: a}}\n"
        f"spec:\n  template:\n    spec:\n      containers:\n      - {held}\n"
    )
    return seen({"k8s/a.yaml": text + "".join(f"      {line}\n" for line in says.splitlines())})
