from gitops_assets.core.dependencies.extractors.symlinks_out import extract
from gitops_assets.core.dependencies.model import Dependency, Kind


def only(path: str, target: str) -> Dependency:
    (row,) = extract(path, target)
    assert isinstance(row, Dependency)
    return row


def test_a_link_into_a_neighbour_is_a_dependency_on_it() -> None:
    row = only("config/eslint.json", "../../shared/eslint.json")
    assert (row.kind, row.name, row.url, row.line) == (Kind.CONFIG, "shared/eslint.json", "../shared", 1)


def test_an_absolute_link_leads_to_no_repository() -> None:
    assert only("a", "/etc/hosts").url is None
    assert only("a", "../../x").url is None


def test_a_link_that_stays_in_the_tree_is_nothing() -> None:
    assert list(extract("docs/README.md", "../README.md")) == []
    assert list(extract("a", "")) == []
