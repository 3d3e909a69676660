from gitops_assets.core.gates.containers.apt_packages_lean import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


def test_lists_and_recommended_packages_are_flagged() -> None:
    for line in (
        "RUN apt-get update && apt-get install -y curl",
        "RUN apt-get install a && rm -rf /var/lib/apt/lists/*",
    ):
        assert only(GATE, seen({"Dockerfile": f"FROM a:1\n{line}\n"})).line == 2


def test_lean_steps_caches_and_stages_that_are_thrown_away_pass() -> None:
    lean = "RUN apt-get install --no-install-recommends a && rm -rf /var/lib/apt/lists/*"
    cached = "RUN --mount=type=cache,target=/var/cache/apt apt-get install a"
    for line in (lean, cached, "RUN apt-get update"):
        assert passes(GATE, seen({"Dockerfile": f"FROM a:1\n{line}\n"}))
    assert passes(GATE, seen({"Dockerfile": "FROM a:1 AS b\nRUN apt-get install a\nFROM a:1\n"}))
