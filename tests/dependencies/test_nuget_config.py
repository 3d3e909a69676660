import pytest

from gitops_assets.core.dependencies.extractors.nuget_config import extract, wants
from gitops_assets.core.dependencies.model import Confidence, Dependency, Malformed, Scope, Skipped


def needed(path: str, text: str) -> list[tuple[str, str, str | None, Scope, int]]:
    found = (row for row in extract(path, text) if isinstance(row, Dependency))
    return [(row.ecosystem, row.name, row.constraint, row.scope, row.line) for row in found]


def test_the_older_lists_are_read() -> None:
    assert all(
        map(wants, ("a/packages.config", "a/Packages.config", "global.json", ".config/dotnet-tools.json"))
    )
    assert not wants("nuget.config")


def test_a_package_is_exactly_the_version_that_is_listed() -> None:
    tool = '<package id="B" version="2" developmentDependency="true" />'
    text = f'<packages>\n <package id="A" version="1.0" />\n {tool}\n</packages>'
    assert needed("packages.config", text) == [
        ("nuget", "A", "1.0", Scope.RUNTIME, 2),
        ("nuget", "B", "2", Scope.DEV, 3),
    ]
    row = next(iter(extract("packages.config", text)))
    assert isinstance(row, Dependency)
    assert (row.resolved, row.confidence) == ("1.0", Confidence.RESOLVED)


def test_tools_and_sdks_are_read_with_their_comments() -> None:
    sdks = '{ // pinned\n "sdk": {"version": "8.0.100"},\n "msbuild-sdks": {"A.Sdk": "3"} }'
    assert needed("global.json", sdks) == [
        ("nuget", "A.Sdk", "3", Scope.BUILD, 3),
        ("dotnet", "sdk", "8.0.100", Scope.BUILD, 2),
    ]
    tools = '{"version": 1,\n "tools": {"dotnet-ef": {"version": "8.0.1"}}}'
    assert needed("dotnet-tools.json", tools) == [("nuget", "dotnet-ef", "8.0.1", Scope.DEV, 2)]


def test_what_is_incomplete_is_skipped_and_what_is_no_list_is_malformed() -> None:
    (row,) = extract("packages.config", '<packages><package id="A" /></packages>')
    assert isinstance(row, Skipped)
    with pytest.raises(Malformed, match="is no list of packages"):
        list(extract("packages.config", "<configuration/>"))
