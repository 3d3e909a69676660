from gitops_assets.core.gates.containers.no_remote_add import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


def test_a_download_that_nobody_checks_is_flagged() -> None:
    assert only(GATE, seen({"Dockerfile": "FROM a:1\nADD https://x.org/a.tgz /a\n"})).line == 2


def test_checksums_repositories_and_local_files_pass() -> None:
    for line in (
        "ADD --checksum=sha256:0 https://x.org/a /a",
        "ADD https://x.org/a.git#v1 /a",
        "ADD a.tgz /",
    ):
        assert passes(GATE, seen({"Dockerfile": f"FROM a:1\n{line}\n"}))
