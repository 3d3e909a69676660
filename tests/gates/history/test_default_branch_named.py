from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.history.default_branch_named import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import facts, only, passes, why


def test_main_and_master_are_accepted_unless_the_fleet_says_otherwise() -> None:
    assert passes(GATE, facts(default_branch="main"))
    assert passes(GATE, facts(default_branch="master"))
    assert evaluate(facts(default_branch="master"), GATE, {"names": ("main",)}).outcome is Outcome.FAIL
    assert evaluate(facts(default_branch="any"), GATE, {"names": ()}).outcome is Outcome.PASS


def test_another_name_is_flagged_with_the_command_that_renames() -> None:
    finding = only(GATE, facts(default_branch="-x"))
    assert finding.message == "The default branch is called '-x', not 'main' or 'master'."
    assert finding.remedy == "git -C /src/app branch --move -- -x main"
    assert (finding.path, finding.subject) == (".git/HEAD", "-x")


def test_without_a_remote_nobody_says_which_branch_it_is() -> None:
    assert why(GATE, facts(default_branch=None), Outcome.SKIP) == (
        "no remote says which branch is the default one"
    )
