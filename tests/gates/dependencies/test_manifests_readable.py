from dataclasses import replace

from gitops_assets.core.dependencies.disagreements.concerns import DependencyFacts
from gitops_assets.core.dependencies.model import Skipped
from gitops_assets.core.gates.dependencies.manifests_readable import GATE
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.model import Outcome, State
from tests.gates.build import facts, only, passes, why


def seen(*skipped: Skipped, unknown: str | None = None) -> Facts:
    return replace(facts(), dependencies=DependencyFacts(skipped=skipped, unknown=unknown))


def test_a_file_that_gave_nothing_is_flagged_with_the_reason() -> None:
    finding = only(GATE, seen(Skipped(path="web/package.json", reason="is no JSON: a comma", line=7)))
    assert finding.message == "The file 'web/package.json' is no JSON: a comma."
    assert (finding.path, finding.line, finding.subject) == ("web/package.json", 7, "web/package.json")


def test_a_repository_whose_files_were_read_passes() -> None:
    assert passes(GATE, seen())


def test_a_path_that_leaves_the_repository_is_not_linked() -> None:
    assert only(GATE, seen(Skipped(path="../x", reason="is no JSON"))).path == "."


def test_while_the_dependencies_are_unknown_so_is_the_answer() -> None:
    reason = why(GATE, seen(unknown="git cannot read HEAD"), Outcome.UNKNOWN)
    assert reason == "the dependencies are unknown: git cannot read HEAD"


def test_a_missing_repository_is_not_asked() -> None:
    assert why(GATE, facts(State.MISSING), Outcome.SKIP) == "the repository is missing"
