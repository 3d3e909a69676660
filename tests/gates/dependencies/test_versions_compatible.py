from gitops_assets.core.dependencies.graph.model import ConflictKind, Proposal
from gitops_assets.core.gates.dependencies.versions_compatible import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import claim, conflict, facts, only, passes, touched, why

WHY = "No version of 'react' satisfies both '^17.0.0' (acme/app) and '^18.0.0' (acme/b)."
MOVE = Proposal("18.0.0", (claim("acme/app", "^18.0.0"),))
BROKEN = ("acme/app",)
CLAIMS = (claim("acme/app", "^17.0.0"), claim("acme/b", "^18.0.0"))


def test_a_repository_that_nobody_contradicts_passes() -> None:
    assert passes(GATE, touched())


def test_a_constraint_that_has_to_move_is_flagged_where_it_stands() -> None:
    finding = only(
        GATE, touched(conflict(ConflictKind.CONFLICT, *CLAIMS, why=WHY, breaks=BROKEN, proposal=MOVE))
    )
    assert finding.message == WHY
    assert (finding.path, finding.line, finding.subject) == ("package.json", 3, "npm:react")
    assert finding.remedy == "Write '^18.0.0' for 'react', now '^17.0.0'."


def test_a_repository_that_can_stay_while_others_move_passes() -> None:
    seen = touched(
        conflict(ConflictKind.CONFLICT, *CLAIMS, why=WHY, breaks=BROKEN, proposal=MOVE), slug="acme/b"
    )
    assert passes(GATE, seen)


def test_where_nobody_knows_on_what_to_meet_every_claim_is_flagged() -> None:
    finding = only(GATE, touched(conflict(ConflictKind.CONFLICT, *CLAIMS, why=WHY, breaks=BROKEN)))
    assert finding.remedy == "Agree with the others on one version."


def test_before_dependencies_are_read_the_answer_is_unknown() -> None:
    assert why(GATE, facts(), Outcome.UNKNOWN) == "the dependencies of the fleet were not read"


def test_repositories_that_are_never_installed_together_may_exclude_each_other() -> None:
    assert passes(GATE, touched(conflict(ConflictKind.CONFLICT, *CLAIMS, why=WHY, proposal=MOVE)))
