import pytest

from gitops_assets.core.dependencies.parsers.in_tree import Target, target


@pytest.mark.parametrize(
    ("folder", "written", "expected"),
    [
        ("deploy", "./api", Target(local="deploy/api")),
        ("deploy", "..", Target(local="")),
        ("", ".", Target(local="")),
        ("", "../api/backend", Target(url="../api")),
        ("deploy", "../../api", Target(url="../api")),
        ("", "..", Target()),
        ("", "/etc", Target()),
        ("", "~/x", Target()),
        ("", "C:\\x", Target()),
        ("", "", Target()),
    ],
)
def test_a_path_leads_into_the_tree_to_a_neighbour_or_nowhere(
    folder: str, written: str, expected: Target
) -> None:
    assert target(folder, written) == expected
