from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.gates.dependencies.dependencies_allowed import GATE
from tests.gates.build import claim, conflict, only, passes, touched


def test_a_banned_dependency_is_flagged_with_the_reason() -> None:
    seen = touched(conflict(ConflictKind.BANNED, claim("acme/app"), why="'react' is banned: its licence."))
    finding = only(GATE, seen)
    assert (finding.message, finding.line) == ("'react' is banned: its licence.", 3)


def test_what_others_have_is_not_flagged_here() -> None:
    assert passes(GATE, touched(conflict(ConflictKind.BANNED, claim("acme/b"))))
