import pytest

from gitops_assets.core.dependencies.extractors.vcpkg import BUILTIN, extract, wants
from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Locked,
    Malformed,
    Publication,
    Scope,
    Skipped,
)

MANIFEST = """{
  "name": "acme", "version-semver": "1.2.0",
  "dependencies": [
    "fmt",
    {"name": "zlib", "version>=": "1.3"},
    {"name": "protobuf", "host": true}
  ],
  "overrides": [{"name": "fmt", "version": "10.1.1"}],
  "features": {"gui": {"dependencies": ["qt"]}},
  "builtin-baseline": "abc"
}
"""


def needed(text: str, path: str = "vcpkg.json") -> list[tuple[str, str | None, str | None, Scope, int]]:
    found = (row for row in extract(path, text) if isinstance(row, Dependency))
    return [(row.name, row.constraint, row.resolved, row.scope, row.line) for row in found]


def test_the_manifest_and_its_configuration_are_read() -> None:
    assert all(map(wants, ("vcpkg.json", "a/vcpkg-configuration.json")))
    assert not wants("my-vcpkg.json")


def test_ports_features_overrides_and_the_baseline_are_read_with_their_lines() -> None:
    assert needed(MANIFEST) == [
        ("fmt", None, "10.1.1", Scope.RUNTIME, 4),
        ("zlib", "1.3", None, Scope.RUNTIME, 5),
        ("protobuf", None, None, Scope.BUILD, 6),
        ("qt", None, None, Scope.OPTIONAL, 9),
        (BUILTIN, "abc", "abc", Scope.BUILD, 10),
    ]


def test_a_port_is_published_and_an_override_is_a_chosen_version() -> None:
    rows = list(extract("vcpkg.json", MANIFEST))
    assert [(row.name, row.version) for row in rows if isinstance(row, Publication)] == [("acme", "1.2.0")]
    assert [(row.name, row.version) for row in rows if isinstance(row, Locked)] == [("fmt", "10.1.1")]
    forced = [
        row.name for row in rows if isinstance(row, Dependency) and row.confidence is Confidence.RESOLVED
    ]
    assert forced == ["fmt"]


def test_features_in_a_list_are_the_older_form() -> None:
    text = '{"features": [{"name": "gui", "dependencies": ["qt"]}]}'
    assert [row[0] for row in needed(text)] == ["qt"]


def test_registries_are_repositories() -> None:
    text = """{
 "default-registry": {"kind": "builtin", "baseline": "abc"},
 "registries": [
  {"kind": "git", "repository": "https://me:pw@host/ports", "baseline": "def", "packages": ["x"]}]}"""
    assert needed(text, "vcpkg-configuration.json") == [
        (BUILTIN, "abc", "abc", Scope.BUILD, 2),
        ("https://host/ports", "def", "def", Scope.BUILD, 4),
    ]


def test_a_dependency_without_a_name_is_skipped_and_a_list_is_malformed() -> None:
    rows = list(extract("vcpkg.json", '{"dependencies": [{"host": true}]}'))
    assert rows == [Skipped(path="vcpkg.json", line=1, reason="has a dependency without a name")]
    with pytest.raises(Malformed, match="is no manifest of vcpkg"):
        list(extract("vcpkg.json", "[]"))
