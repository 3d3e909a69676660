from gitops_assets.core.dependencies.graph.model import ConflictKind, Proposal
from gitops_assets.core.gates.dependencies.versions_aligned import GATE
from tests.gates.build import claim, conflict, only, passes, touched

LOCKED = claim("acme/app", "^18.0.0", resolved="18.0.1")
OTHER = claim("acme/b", "^18.0.0", resolved="18.2.0")


def test_a_locked_version_that_is_behind_is_flagged_with_the_version_to_update_to() -> None:
    move = Proposal("18.2.0", (claim("acme/app", "^18.0.0", resolved="18.2.0"),))
    finding = only(GATE, touched(conflict(ConflictKind.SKEW, LOCKED, OTHER, proposal=move)))
    assert finding.remedy == "Update 'react' to '18.2.0'; the constraint can stay."


def test_skew_in_which_nobody_has_to_move_passes() -> None:
    assert passes(GATE, touched(conflict(ConflictKind.SKEW, LOCKED, OTHER, proposal=Proposal("18.2.0", ()))))


def test_a_conflict_that_breaks_something_is_the_business_of_another_gate() -> None:
    assert passes(GATE, touched(conflict(ConflictKind.CONFLICT, LOCKED, OTHER, breaks=("acme/app",))))


def test_a_conflict_of_repositories_that_never_meet_is_only_a_difference() -> None:
    assert only(GATE, touched(conflict(ConflictKind.CONFLICT, LOCKED, OTHER))).subject == "npm:react"
