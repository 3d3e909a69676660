from gitops_assets.core.gates.history.history_small import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.history.commits import behind


def test_a_small_history_passes() -> None:
    assert passes(GATE, behind(bytes_stored=1_000_000_000))


def test_a_large_one_is_flagged_even_where_older_commits_are_missing() -> None:
    finding = only(GATE, behind(bytes_stored=2_345_678_901, complete=False))
    assert finding.message == "The history takes 2,345 MB, more than 1,000 MB."
    assert (finding.path, finding.remedy) == (".git/objects", "git -C /src/app gc")


def test_what_this_clone_does_not_hold_cannot_be_measured() -> None:
    assert why(GATE, behind(bytes_stored=None), Outcome.SKIP) == (
        "the objects are shared with another repository"
    )
    assert why(GATE, behind(bytes_stored=1, complete=False), Outcome.SKIP) == "the clone is shallow"
