from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.supply_chain.updates_cover_ecosystems import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen


def tree(dependabot: str, **others: str) -> Facts:
    files = {"requirements.txt": "flask\n", "Dockerfile": "FROM python:3\n", **others}
    return seen({".github/dependabot.yml": dependabot, **files})


def test_an_ecosystem_that_is_forgotten_is_flagged() -> None:
    finding = only(GATE, tree("updates:\n- package-ecosystem: pip\n"))
    assert (finding.subject, finding.message) == (
        "docker",
        "Nobody raises what 'Dockerfile' needs from docker.",
    )


def test_all_ecosystems_pass_and_uv_stands_for_pip() -> None:
    assert passes(GATE, tree("updates: [{package-ecosystem: uv}, {package-ecosystem: docker}]"))


def test_other_tools_are_not_asked_and_a_broken_file_is_unknown() -> None:
    assert why(GATE, tree("", **{"renovate.json": "{}"}), Outcome.SKIP)
    assert why(GATE, seen({"requirements.txt": "flask\n"}), Outcome.SKIP)
    assert "is no YAML" in (why(GATE, tree("a: ["), Outcome.UNKNOWN) or "")
