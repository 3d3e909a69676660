from gitops_assets.core.gates.history.release_recent import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import AT, only, passes, why
from tests.gates.history.commits import behind, commit

DAY = 86_400


def test_work_of_a_year_may_wait_for_a_release() -> None:
    assert passes(GATE, behind(commit(), release=("v1", AT - 365 * DAY)))
    assert passes(GATE, behind(commit(), release=("v2", AT + DAY)))


def test_work_of_more_than_a_year_is_flagged() -> None:
    finding = only(GATE, behind(commit(), release=("v1", AT - 400 * DAY)))
    assert finding.message == "The last tag, 'v1', is 400 days older than the newest commit."
    assert (finding.path, finding.subject) == (".git/HEAD", "")


def test_who_never_tagged_releases_by_other_means() -> None:
    assert why(GATE, behind(commit()), Outcome.SKIP) == "nothing is tagged"
    assert why(GATE, behind(release=("v1", AT)), Outcome.SKIP) == "there is no commit yet"
