import pytest

from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.links.asides import aside
from tests.dependencies.members import pairs
from tests.dependencies.packages_read import tree


def test_a_benchmark_by_the_name_of_a_package_makes_no_edge() -> None:
    uri = tree({"package.json": '{"name": "fast-uri"}', "benchmark/package.json": '{"name": "benchmark"}'})
    app = tree({"package.json": '{"dependencies": {"benchmark": "^2", "fast-uri": "^3"}}'})
    members = [Member(slug="acme/uri", known=uri), Member(slug="acme/app", known=app)]
    assert [edge.name for edge in build_graph(members).edges] == ["fast-uri"]


def test_an_example_of_its_own_name_hides_no_package_that_another_repository_offers() -> None:
    core = tree({"package.json": '{"name": "core"}'})
    app = tree(
        {
            "package.json": '{"name": "app", "dependencies": {"core": "1"}}',
            "examples/core/package.json": '{"name": "core"}',
        }
    )
    members = [Member(slug="acme/core", known=core), Member(slug="acme/app", known=app)]
    assert pairs(build_graph(members)) == [("acme/app", "acme/core")]


def test_what_examples_and_tests_need_runs_nowhere_else() -> None:
    needs = '{"dependencies": {"a": "1"}, "devDependencies": {"b": "1"}}'
    paths = ("package.json", "examples/tls/package.json", "test/esm/package.json")
    known = tree(dict.fromkeys(paths, needs))
    assert [(row.path, row.name, row.scope) for row in known.dependencies] == [
        ("examples/tls/package.json", "a", "dev"),
        ("examples/tls/package.json", "b", "dev"),
        ("package.json", "a", "runtime"),
        ("package.json", "b", "dev"),
        ("test/esm/package.json", "a", "test"),
        ("test/esm/package.json", "b", "dev"),
    ]


def test_examples_claim_no_port_and_a_test_environment_does() -> None:
    compose = 'services: {db: {image: postgres, ports: ["5432:5432"]}}'
    known = tree({"examples/compose.yaml": compose, "environments/test/compose.yaml": compose})
    assert {row.path for row in known.claims} == {"environments/test/compose.yaml"}


def test_what_a_test_environment_deploys_runs() -> None:
    known = tree({"environments/test/compose.yaml": "services: {db: {image: postgres}}"})
    assert [row.scope for row in known.dependencies] == ["runtime"]


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("package.json", None),
        ("test.json", None),
        ("src/testing/package.json", None),
        ("packages/test/package.json", None),
        ("packages/core/test/package.json", "test"),
        ("src/test/resources/package.json", "test"),
        ("benches/Cargo.toml", "dev"),
        ("tests/examples/package.json", "test"),
    ],
)
def test_folders_say_what_stands_beside_the_product(path: str, scope: str | None) -> None:
    assert aside(path) == scope
