import pytest

from gitops_assets.core.gates.supply_chain.releases_signed import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.supply_chain.releasing import RELEASE, publishing
from tests.gates.trees import seen

PYPI = "uses: pypa/gh-action-pypi-publish@v1"


def test_a_release_that_nothing_signs_is_flagged_once_a_workflow() -> None:
    facts = seen({RELEASE: publishing("run: twine upload dist/*", "run: gh release create v1 dist/*")})
    finding = only(GATE, facts)
    assert (finding.line, finding.message) == (5, "What 'twine upload' publishes is not signed.")


@pytest.mark.parametrize(
    "steps",
    [("run: npm publish --provenance",), ("run: npm publish", "uses: actions/attest-build-provenance@v2")],
)
def test_signatures_and_attestations_pass(steps: tuple[str, ...]) -> None:
    assert passes(GATE, seen({RELEASE: publishing(*steps)}))


def test_trusted_publishing_attests_by_itself() -> None:
    rights = "on: release\npermissions: {id-token: write}"
    assert not passes(GATE, seen({RELEASE: publishing(PYPI)}))
    assert passes(GATE, seen({RELEASE: publishing(PYPI, top=rights.replace("{", "\n  ").replace("}", ""))}))


def test_settings_of_the_tool_and_callers_may_sign() -> None:
    facts = seen(
        {RELEASE: publishing("uses: goreleaser/goreleaser-action@v6"), ".goreleaser.yml": "signs:\n- {}\n"}
    )
    assert passes(GATE, facts)
    called = publishing("run: uv publish", top="on: workflow_call")
    assert passes(
        GATE, seen({RELEASE: called, ".github/workflows/a.yml": publishing("uses: actions/attest@v2")})
    )


def test_without_releases_there_is_no_question() -> None:
    assert why(GATE, seen({RELEASE: publishing("run: x")}), Outcome.SKIP) == "no workflow publishes anything"
