import pytest

from gitops_assets.core.gates.containers.no_build_secrets import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


@pytest.mark.parametrize(
    "line",
    [
        "ENV DB_PASSWORD=hunter2 A=1",
        "ENV API_TOKEN x",
        "ARG GITHUB_TOKEN",
        "ARG NPM_TOKEN=''",
        'ENV A=1 \\\n AWS_SECRET_ACCESS_KEY="x"',
    ],
)
def test_a_secret_in_the_image_is_flagged_and_not_shown(line: str) -> None:
    finding = only(GATE, seen({"Dockerfile": f"FROM a:1\n{line}\n"}))
    assert finding.line == 2
    assert "hunter2" not in finding.message


@pytest.mark.parametrize(
    "line",
    [
        "ENV TOKEN_URL=x",
        "ENV PASSWORD=",
        "ENV PASSWORD=$GIVEN",
        "ENV A_TOKEN=/run/secrets/a",
        "ENV PATH=/a:/b",
        "ARG VERSION",
    ],
)
def test_names_that_hold_no_secret_and_empty_ones_pass(line: str) -> None:
    assert passes(GATE, seen({"Dockerfile": f"FROM a:1\n{line}\n"}))


def test_a_long_line_is_read_in_linear_time() -> None:
    assert passes(GATE, seen({"Dockerfile": "FROM a:1\nENV " + "a_" * 200_000 + "=1\n"}))
