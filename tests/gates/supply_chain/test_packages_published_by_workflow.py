import pytest

from gitops_assets.core.gates.supply_chain.packages_published_by_workflow import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.supply_chain.releasing import RELEASE, publishing
from tests.gates.trees import seen

PACKAGE = {"package.json": '{"name": "a", "version": "1.0.0"}'}


@pytest.mark.parametrize(
    "step",
    [
        "run: npm publish --access public",
        "uses: pypa/gh-action-pypi-publish@v1",
        "run: cd x && twine upload dist/*",
        "uses: docker/build-push-action@v6\n      with: {push: true}",
    ],
)
def test_a_workflow_that_publishes_passes(step: str) -> None:
    assert passes(GATE, seen({**PACKAGE, RELEASE: publishing(step)}))


@pytest.mark.parametrize("step", ["run: npm test", "run: npm publish --dry-run"])
def test_a_package_that_somebody_uploads_is_flagged(step: str) -> None:
    assert only(GATE, seen({**PACKAGE, RELEASE: publishing(step)})).path == "package.json"


def test_applications_private_packages_and_trees_without_workflows_are_not_asked() -> None:
    workflow = {RELEASE: publishing("run: x")}
    assert why(GATE, seen({**PACKAGE, **workflow, "Dockerfile": "FROM a:1"}), Outcome.SKIP)
    private = {"package.json": '{"name": "a", "version": "1.0.0", "private": true}'}
    assert why(GATE, seen({**private, **workflow}), Outcome.SKIP)
    assert why(GATE, seen(PACKAGE), Outcome.SKIP) == "there are no workflows of GitHub Actions"


def test_a_long_script_is_read_in_linear_time() -> None:
    assert not passes(GATE, seen({**PACKAGE, RELEASE: publishing("run: " + "npm docker " * 50_000)}))
