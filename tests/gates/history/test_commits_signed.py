from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.history.commits_signed import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import facts, why
from tests.gates.history.commits import behind, commit

HALF = {"percent": 50, "commits": 2}


def test_who_demands_nothing_is_told_nothing() -> None:
    assert why(GATE, behind(commit()), Outcome.SKIP) == "the fleet demands no signatures (percent is 0)"


def test_the_demanded_share_is_enough() -> None:
    signed, unsigned = commit(signed=True), commit()
    assert evaluate(behind(signed, unsigned, unsigned), GATE, HALF).outcome is Outcome.PASS
    assert evaluate(behind(), GATE, HALF).outcome is Outcome.PASS


def test_too_few_signatures_are_one_finding_with_the_newest_commit_that_lacks_one() -> None:
    seen = behind(commit(signed=True), commit(oid="ab" * 20))
    (finding,) = evaluate(seen, GATE, {"percent": 100, "commits": 50}).findings
    assert finding.message == (
        "1 of the newest 2 commits carry a signature, 100 % should; "
        "the newest without one is ababababab by 'Ada <ada@example.org>'."
    )
    assert finding.remedy == "git -C /src/app config commit.gpgSign true"
    assert (finding.path, finding.subject) == (".git/config", "")


def test_without_a_history_the_answer_is_unknown() -> None:
    assert evaluate(facts(), GATE, HALF).outcome is Outcome.UNKNOWN
