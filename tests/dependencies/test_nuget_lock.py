import json

import pytest

from gitops_assets.core.dependencies.extractors.nuget_lock import extract, wants
from gitops_assets.core.dependencies.model import Locked, Malformed, Skipped


def lock(packages: dict[str, dict[str, str]], version: int = 1) -> str:
    return json.dumps({"version": version, "dependencies": {"net8.0": packages}}, indent=1)


def test_a_lock_file_is_known_by_its_name() -> None:
    assert wants("src/packages.lock.json")
    assert wants("packages.App.lock.json")
    assert not wants("package-lock.json")


def test_direct_and_transitive_packages_are_chosen_versions_and_projects_are_not() -> None:
    text = lock(
        {
            "A": {"type": "Direct", "requested": "[1.0, )", "resolved": "1.0.1"},
            "B": {"type": "Transitive", "resolved": "2.0"},
            "app": {"type": "Project"},
        }
    )
    rows = list(extract("packages.lock.json", text))
    assert [(row.name, row.version, row.constraint, row.line) for row in rows if isinstance(row, Locked)] == [
        ("A", "1.0.1", "[1.0, )", 5),
        ("B", "2.0", None, 10),
    ]
    assert len(rows) == 2


def test_a_package_without_a_version_is_skipped() -> None:
    rows = list(extract("packages.lock.json", lock({"A": {"type": "Direct"}})))
    assert rows == [Skipped(path="packages.lock.json", line=5, reason="has no version for 'A'")]


@pytest.mark.parametrize("text", [lock({}, version=9), "[]", '{"version": 1}', "{"])
def test_another_format_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        list(extract("packages.lock.json", text))
