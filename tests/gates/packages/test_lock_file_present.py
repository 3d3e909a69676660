import pytest

from gitops_assets.core.gates.packages.lock_file_present import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

APP = '{"private": true, "dependencies": {"a": "^1.0.0"}}'


@pytest.mark.parametrize(
    ("path", "text", "lock"),
    [
        ("package.json", APP, "package-lock.json"),
        ("web/package.json", APP, "package-lock.json"),
        ("composer.json", '{"type": "project", "require": {"a/b": "^1"}}', "composer.lock"),
        ("Pipfile", '[packages]\nflask = "*"\n', "Pipfile.lock"),
        ("go.mod", "module m\n\nrequire example.org/a v1.0.0\n", "go.sum"),
        ("Gemfile", 'source "https://rubygems.org"\ngem "rails"\n', "Gemfile.lock"),
        ("Cargo.toml", '[package]\nname = "a"\n[[bin]]\nname = "a"\n[dependencies]\nb = "1"\n', "Cargo.lock"),
        (
            "pyproject.toml",
            '[project]\nname = "a"\ndependencies = ["b"]\n[tool.uv]\npackage = false\n',
            "uv.lock",
        ),
        (
            "pyproject.toml",
            '[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\nb = "1"\n',
            "poetry.lock",
        ),
    ],
)
def test_an_application_without_a_lock_is_told_which_command_writes_it(
    path: str, text: str, lock: str
) -> None:
    found = only(GATE, seen({path: text}))
    assert found.path == path
    assert found.remedy.endswith(f"git add {lock}")
    folder = f"{path.rpartition('/')[0]}/".lstrip("/")
    assert passes(GATE, seen({path: text, folder + lock: "{}"}))


def test_any_tools_lock_in_a_folder_above_counts() -> None:
    assert passes(GATE, seen({"apps/web/package.json": APP, "pnpm-lock.yaml": "lockfileVersion: '9.0'\n"}))


@pytest.mark.parametrize(
    "files",
    [
        {"package.json": '{"name": "a", "version": "1.0.0", "dependencies": {"a": "1"}}'},
        {"package.json": '{"private": true, "type": "module"}'},
        {"tests/fixtures/app/package.json": APP},
        {"examples/app/package.json": APP},
        {"package.json": APP, ".npmrc": "package-lock = false\n"},
        {"Cargo.toml": '[package]\nname = "a"\n[dependencies]\nb = "1"\n', "src/lib.rs": ""},
        {"Gemfile": 'gem "rails"\n', "a.gemspec": ""},
        {"pyproject.toml": '[project]\nname = "a"\ndependencies = ["b"]\n'},
        {"package.json": "{broken"},
    ],
)
def test_libraries_examples_and_empty_manifests_are_not_asked(files: dict[str, str]) -> None:
    assert why(GATE, seen(files), Outcome.SKIP) == "no manifest of an application was found"
