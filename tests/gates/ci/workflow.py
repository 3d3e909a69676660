"""A workflow in memory: `workflow("on: push", "jobs: …")`."""

from gitops_assets.core.gates.facts import Facts
from tests.gates.trees import seen

CI = ".github/workflows/ci.yml"


def workflow(text: str, path: str = CI) -> Facts:
    """What a gate sees of a repository with this one workflow."""
    return seen({path: text})


def script(run: str, trigger: str = "pull_request") -> Facts:
    """What a gate sees of a workflow with one script."""
    return workflow(f"on: {trigger}\njobs:\n  a:\n    steps:\n      - run: {run}\n")
