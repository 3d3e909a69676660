import pytest

from gitops_assets.core.gates.ci.secrets_not_exposed import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import CI, script


@pytest.mark.parametrize(
    "run",
    [
        "x ${{ toJSON(secrets) }}",
        "x ${{ format('{0}', toJson( secrets )) }}",
        "x ${{ fromJSON(secrets.A).b }}",
        "|\n          echo ${{ secrets.A }}",
    ],
)
def test_secrets_that_leak_are_flagged(run: str) -> None:
    assert only(GATE, script(run)).path == CI


@pytest.mark.parametrize(
    "run", ["x ${{ secrets.A }}", "echo ${{ secrets.A }} | docker login", "echo ${{ secrets.A }} > f"]
)
def test_one_secret_for_one_command_passes(run: str) -> None:
    assert passes(GATE, script(run))


def test_a_long_line_is_read_in_linear_time() -> None:
    assert passes(GATE, script("echo ${{ secrets." * 20_000))
