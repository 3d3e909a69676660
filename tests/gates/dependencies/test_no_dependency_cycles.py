from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.no_dependency_cycles import GATE
from tests.gates.build import claim, conflict, only, passes, touched


def test_a_circle_is_one_finding_whoever_is_in_it() -> None:
    steps = (claim("acme/app", line=4), claim("acme/app", line=9), claim("acme/b"))
    finding = only(GATE, touched(conflict(ConflictKind.CYCLE, *steps)))
    assert (finding.line, finding.subject) == (4, "cycle")


def test_a_repository_outside_of_every_circle_passes() -> None:
    assert passes(GATE, touched(conflict(ConflictKind.CYCLE, claim("acme/b"), claim("acme/c"))))
