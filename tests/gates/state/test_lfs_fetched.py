from gitops_assets.core.gates.state.lfs_fetched import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import facts, only, passes, why


def test_fetched_files_pass() -> None:
    assert passes(GATE, facts(lfs_pointers=0))


def test_pointers_are_flagged_once() -> None:
    finding = only(GATE, facts(lfs_pointers=12))
    assert finding.message == "12 files are not fetched from Git LFS."
    assert (finding.remedy, finding.path) == ("git -C /src/app lfs pull", ".gitattributes")


def test_a_repository_without_lfs_is_not_asked() -> None:
    assert why(GATE, facts(), Outcome.SKIP) == "no file of the repository is kept in Git LFS"
