from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.resources_unique import GATE
from tests.gates.build import claim, conflict, only, passes, touched


def test_what_another_repository_claims_too_is_flagged_here() -> None:
    both = (claim("acme/app", path="compose.yaml", line=7), claim("acme/b"))
    finding = only(GATE, touched(conflict(ConflictKind.RESOURCE, *both)))
    assert (finding.path, finding.line) == ("compose.yaml", 7)


def test_a_repository_with_its_own_ports_passes() -> None:
    assert passes(GATE, touched())
