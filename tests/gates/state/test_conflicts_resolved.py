from gitops_assets.core.gates.state.conflicts_resolved import GATE
from gitops_assets.core.model import State
from tests.gates.build import facts, only, passes


def test_a_repository_without_conflicts_passes() -> None:
    assert passes(GATE, facts())


def test_conflicted_files_are_flagged_once() -> None:
    finding = only(GATE, facts(State.CONFLICTED, conflicted=3, changed=("src/a.py", "src/b.py")))
    assert finding.message == "3 files have unresolved conflicts."
    assert finding.path == "src/a.py"
    assert finding.remedy == "git -C /src/app mergetool"


def test_one_file_has_and_does_not_have_them() -> None:
    finding = only(GATE, facts(State.CONFLICTED, conflicted=1))
    assert finding.message == "1 file has unresolved conflicts."
