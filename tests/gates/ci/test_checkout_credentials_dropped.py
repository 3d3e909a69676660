from gitops_assets.core.gates.ci.checkout_credentials_dropped import GATE
from tests.gates.build import only, passes
from tests.gates.ci.workflow import workflow

STEP = "on: push\njobs:\n  a:\n    steps:\n    - uses: actions/checkout@v4\n"


def test_a_checkout_that_keeps_its_token_is_flagged() -> None:
    assert only(GATE, workflow(STEP)).line == 5


def test_a_checkout_that_says_what_it_wants_passes() -> None:
    for choice in ("false", "true"):
        assert passes(GATE, workflow(f"{STEP}      with: {{persist-credentials: {choice}}}\n"))
