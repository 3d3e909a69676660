from gitops_assets.core.dependencies.graph.model import ConflictKind, Proposal
from gitops_assets.core.gates.dependencies.constraints_aligned import GATE
from tests.gates.build import claim, conflict, only, passes, touched

CLAIMS = (claim("acme/app", "18.2.0"), claim("acme/b", "^18.0.0"))
MOVE = Proposal("^18.0.0", (claim("acme/app", "^18.0.0"),))


def test_a_constraint_that_is_not_the_fleets_is_flagged() -> None:
    finding = only(GATE, touched(conflict(ConflictKind.RANGE, *CLAIMS, proposal=MOVE)))
    assert finding.remedy == "Write '^18.0.0' for 'react', now '18.2.0'."


def test_who_has_it_already_passes() -> None:
    assert passes(GATE, touched(conflict(ConflictKind.RANGE, *CLAIMS, proposal=MOVE), slug="acme/b"))
