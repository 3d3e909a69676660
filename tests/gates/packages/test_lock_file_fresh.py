import pytest

from gitops_assets.core.gates.packages.lock_file_fresh import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

LOCK = """{"lockfileVersion": 3, "packages": {
  "": {"dependencies": {"a": "^1.0.0"}},
  "node_modules/a": {"version": "1.2.0"}
}}"""


def npm(manifest: str, lock: str = LOCK) -> dict[str, str]:
    return {"package.json": manifest, "package-lock.json": lock}


def test_a_lock_that_answers_passes() -> None:
    assert passes(GATE, seen(npm('{"dependencies": {"a": "^1.0.0"}}')))


def test_a_package_that_the_lock_lacks_is_flagged_where_it_is_asked_for() -> None:
    found = only(GATE, seen(npm('{"dependencies": {\n"a": "^1.0.0",\n"b": "1"}}')))
    assert found.message == "The lock file 'package-lock.json' has no entry for 'b'."
    assert (found.path, found.line) == ("package.json", 3)
    assert found.remedy == "npm install --package-lock-only"


def test_a_version_that_the_manifest_does_not_admit_is_flagged() -> None:
    found = only(GATE, seen(npm('{"dependencies": {"a": "^2.0.0"}}')))
    assert found.message == (
        "The lock file 'package-lock.json' has 'a' at '1.2.0', which '^2.0.0' does not admit."
    )


@pytest.mark.parametrize(
    "manifest",
    [
        '{"peerDependencies": {"b": "1"}}',
        '{"optionalDependencies": {"b": "1"}}',
        '{"dependencies": {"b": "workspace:*"}}',
        '{"dependencies": {"b": "file:../b"}}',
        '{"dependencies": {"b": "github:acme/b"}}',
        '{"dependencies": {"a": "^2.0.0"}, "overrides": {"a": "1.2.0"}}',
        '{"dependencies": {"a": "latest"}}',
    ],
)
def test_what_a_lock_may_leave_out_or_have_otherwise_is_not_flagged(manifest: str) -> None:
    assert passes(GATE, seen(npm(manifest)))


UV = 'version = 1\n[[package]]\nname = "flask"\nversion = "3.0.0"\n'


@pytest.mark.parametrize(
    ("demand", "fresh"),
    [
        ("flask>=3", True),
        ("flask>=3.1", False),
        ("django", False),
        ("tomli; python_version < '3.11'", True),
    ],
)
def test_python_is_asked_too_and_markers_may_leave_a_package_out(demand: str, fresh: bool) -> None:  # noqa: FBT001 - a table
    manifest = f'[project]\nname = "app"\ndependencies = [\n  "{demand}",\n]\n'
    asked = seen({"pyproject.toml": manifest, "uv.lock": UV})
    if fresh:
        assert passes(GATE, asked)
    else:
        assert only(GATE, asked).remedy == "uv lock"


def test_locks_of_fixtures_and_other_folders_do_not_count() -> None:
    files = {f"tests/{path}": text for path, text in npm('{"dependencies": {"b": "1"}}').items()}
    assert why(GATE, seen(files), Outcome.SKIP) == "no lock file with a manifest beside it was found"
