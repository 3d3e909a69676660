from dataclasses import replace

import pytest

from gitops_assets.core.dependencies.model import Confidence, Kind, Publication, Skipped
from gitops_assets.core.dependencies.policy import DependencyPolicy, EdgeRule, Published
from gitops_assets.core.dependencies.selection import selected
from tests.dependencies.fleet import member, npm


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("package.json", False),
        ("node_modules/x/package.json", True),
        ("web/node_modules/x/package.json", True),
        ("tests/fixtures/go.mod", True),
        ("fixtures.json", False),
        ("src/vendor.txt", False),
        ("a/" * 5000 + "go.mod", False),
    ],
)
def test_vendored_folders_and_fixtures_are_passed_over(path: str, *, ignored: bool) -> None:
    assert DependencyPolicy().ignores(path) is ignored


def test_a_pattern_with_a_slash_means_a_path_or_a_folder_on_its_way() -> None:
    policy = DependencyPolicy(ignore=("examples/*", "*.lock"))
    assert policy.ignores("examples/a/package.json")
    assert policy.ignores("web/yarn.lock")
    assert not policy.ignores("docs/examples.md")
    assert not policy.ignores("node_modules/x/package.json")


def test_rows_of_ignored_files_and_of_disabled_extractors_do_not_count() -> None:
    kept = npm("kept", extractor="npm-manifest")
    vendored = replace(kept, path="vendor/package.json")
    guessed = replace(kept, confidence=Confidence.INFERRED, extractor="service-urls")
    bad = Skipped(path="fixtures/package.json", reason="is no JSON", extractor="npm-manifest")
    (found,) = selected(
        [member("acme/a", kept, vendored, guessed, skipped=(bad,))],
        DependencyPolicy(disabled=frozenset({"service-urls"})),
    )
    assert found.known.dependencies == (kept,)
    assert found.known.skipped == ()


def test_guesses_count_unless_the_fleet_says_no() -> None:
    guessed = npm("guessed", confidence=Confidence.INFERRED)
    (found,) = selected([member("acme/a", guessed)], DependencyPolicy())
    assert found.known.dependencies == (guessed,)
    (found,) = selected([member("acme/a", guessed)], DependencyPolicy(inferred=False))
    assert found.known.dependencies == ()


def test_an_edge_that_is_added_is_a_need_here_and_an_offer_there() -> None:
    rule = EdgeRule(source="acme/a", target="acme/b", kind=Kind.API, reason="gateway")
    policy = DependencyPolicy(edges=(rule,))
    once = selected([member("acme/a"), member("acme/b")], policy)
    (needed,), (offered,) = once[0].known.dependencies, once[1].known.publications
    assert (needed.kind, needed.ecosystem, needed.name) == (offered.kind, offered.ecosystem, offered.name)
    assert (needed.path, offered.name) == ("fleet.yaml", "acme/b")
    assert selected(once, policy) == once


def test_a_repository_offers_what_the_fleet_says_it_publishes() -> None:
    policy = DependencyPolicy(publishes={"acme/a": (Published(ecosystem="docker", name="acme/api"),)})
    (found,) = selected([member("acme/a")], policy)
    assert found.known.publications == (
        Publication(kind=Kind.IMAGE, ecosystem="docker", name="acme/api", path="fleet.yaml", line=1),
    )
