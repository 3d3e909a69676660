import pytest

from gitops_assets.core.gates.packages.versions_bounded import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen

POM = """<project><dependencies><dependency>
<groupId>g</groupId><artifactId>a</artifactId></dependency></dependencies></project>"""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("package.json", '{"dependencies": {"acme": "*"}}'),
        ("package.json", '{"dependencies": {"acme": "latest"}}'),
        ("package.json", '{"dependencies": {"acme": ""}}'),
        ("app/requirements.txt", "acme\n"),
        ("requirements.txt", "acme>=0\n"),
        ("Cargo.toml", '[package]\nname = "x"\n[dependencies]\nacme = "*"\n'),
        ("composer.json", '{"require": {"acme/acme": "*"}}'),
    ],
)
def test_a_demand_that_admits_everything_is_flagged(path: str, text: str) -> None:
    found = only(GATE, seen({path: text}))
    assert found.path == path
    assert "may be any version" in found.message
    assert "acme" in found.remedy


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("package.json", '{"dependencies": {"acme": "^1.0.0"}}'),
        ("requirements.txt", "acme==1.0\n"),
        ("pom.xml", POM),
    ],
)
def test_a_bound_passes(path: str, text: str) -> None:
    assert passes(GATE, seen({path: text}))


def test_a_lock_file_is_an_answer() -> None:
    assert passes(GATE, seen({"package.json": '{"dependencies": {"a": "*"}}', "yarn.lock": ""}))


@pytest.mark.parametrize(
    "files",
    [
        {"package.json": '{"devDependencies": {"a": "*"}}'},
        {"docs/requirements.txt": "sphinx\n"},
        {"requirements/release_requirements.txt": "twine\n"},
        {"requirements.txt": "a\n", "pyproject.toml": '[project]\nname = "library"\n'},
        {"pyproject.toml": '[project]\nname = "library"\ndependencies = ["a"]\n'},
    ],
)
def test_libraries_tools_and_documentation_are_not_asked(files: dict[str, str]) -> None:
    assert why(GATE, seen(files), Outcome.SKIP) == "no manifest of an application asks for packages"
