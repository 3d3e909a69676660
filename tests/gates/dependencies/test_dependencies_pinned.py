from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.dependencies_pinned import GATE
from tests.gates.build import claim, conflict, only, passes, touched


def test_a_version_that_is_left_open_is_flagged() -> None:
    finding = only(GATE, touched(conflict(ConflictKind.UNPINNED, claim("acme/app", "^18.0.0"))))
    assert (finding.path, finding.subject) == ("package.json", "npm:react")


def test_a_repository_without_any_passes() -> None:
    assert passes(GATE, touched())
