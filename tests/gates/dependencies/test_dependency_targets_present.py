from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.dependency_targets_present import GATE
from tests.gates.build import claim, conflict, only, passes, touched


def test_a_dependency_on_a_repository_that_is_gone_is_flagged() -> None:
    finding = only(GATE, touched(conflict(ConflictKind.MISSING, claim("acme/app"))))
    assert (finding.path, finding.line, finding.subject) == ("package.json", 3, "npm:react")


def test_a_repository_whose_targets_are_here_passes() -> None:
    assert passes(GATE, touched())
