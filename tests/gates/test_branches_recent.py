from gitops_assets.core.gates.branches_recent import GATE, LIMIT
from gitops_assets.core.gates.engine import evaluate
from tests.gates.build import facts, only, passes


def test_a_repository_without_old_branches_passes() -> None:
    assert passes(GATE, facts())


def test_an_old_branch_is_flagged_by_name_with_a_safe_deletion() -> None:
    finding = only(GATE, facts(stale_branches=("try/idea",)))
    assert finding.message == "The branch 'try/idea' has had no commit for long."
    assert finding.remedy == "git -C /src/app branch --delete try/idea"
    assert (finding.subject, finding.path) == ("try/idea", ".git/HEAD")


def test_each_old_branch_is_a_finding_of_its_own() -> None:
    found = evaluate(facts(stale_branches=("a", "b")), GATE).findings
    assert [finding.subject for finding in found] == ["a", "b"]


def test_thousands_of_old_branches_do_not_bury_the_report() -> None:
    names = tuple(f"b{number:05}" for number in range(5_000))
    found = evaluate(facts(stale_branches=names), GATE).findings
    assert len(found) == LIMIT + 1
    assert found[-1].message == "4950 more branches have had no commit for long."
