import pytest

from gitops_assets.core.dependencies.extractors.dotnet_project import extract, wants
from gitops_assets.core.dependencies.model import (
    Confidence,
    Definition,
    Dependency,
    Kind,
    Malformed,
    Publication,
    Row,
    Scope,
    Skipped,
)

PATH = "src/App/App.csproj"


def rows(inside: str, path: str = PATH) -> list[Row]:
    return list(extract(path, f'<Project Sdk="Microsoft.NET.Sdk">\n{inside}\n</Project>'))


def needed(inside: str, path: str = PATH) -> list[tuple[str, str | None, Scope, int]]:
    found = (row for row in rows(inside, path) if isinstance(row, Dependency))
    return [(row.name, row.constraint, row.scope, row.line) for row in found]


def item(inside: str) -> str:
    return f"<ItemGroup>{inside}</ItemGroup>"


def offered(inside: str) -> list[tuple[str, str | None, Confidence]]:
    found = (row for row in rows(f"<PropertyGroup>{inside}</PropertyGroup>") if isinstance(row, Publication))
    return [(row.name, row.version, row.confidence) for row in found]


def test_projects_and_the_files_that_they_share_are_read() -> None:
    assert all(map(wants, (PATH, "a.fsproj", "a.vbproj", "Directory.Build.props", "eng/x.targets")))
    assert not any(map(wants, ("a.vcxproj", "a.sln")))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<PackageReference Include="A" Version="1.0" />', ("A", "1.0", Scope.RUNTIME, 2)),
        (
            '<PackageReference Include="A"><Version>[1,2)</Version></PackageReference>',
            ("A", "[1,2)", Scope.RUNTIME, 2),
        ),
        ('<PackageReference Include="A" Version="1" PrivateAssets="All" />', ("A", "1", Scope.DEV, 2)),
        (
            '<PackageReference Include="A"><PrivateAssets>all</PrivateAssets></PackageReference>',
            ("A", None, Scope.DEV, 2),
        ),
        ('<PackageReference Include="A" VersionOverride="3" />', ("A", "3", Scope.RUNTIME, 2)),
        ('<GlobalPackageReference Include="A" Version="1" />', ("A", "1", Scope.DEV, 2)),
        ('<PackageDownload Include="A" Version="[1]" />', ("A", "[1]", Scope.BUILD, 2)),
    ],
)
def test_a_package_is_read_in_every_form(written: str, expected: tuple[object, ...]) -> None:
    assert needed(item(written)) == [expected]


def test_what_a_test_project_refers_to_is_needed_by_tests() -> None:
    sdk = '<PackageReference Include="Microsoft.NET.Test.Sdk" Version="17" />'
    other = '<PackageReference Include="A" Version="1" />'
    assert {scope for *_, scope, _ in needed(item(sdk + other))} == {Scope.TEST}
    assert not [row for row in rows(item(sdk)) if isinstance(row, Publication)]


def test_a_project_reference_is_a_folder_of_the_tree() -> None:
    found = rows(item('<ProjectReference Include="..\\Core\\Acme.Core.csproj" />'))
    assert (
        Dependency(
            kind=Kind.PACKAGE, ecosystem="nuget", name="Acme.Core", path=PATH, line=2, local="src/Core"
        )
        in found
    )


@pytest.mark.parametrize("place", ["..\\..\\..\\other\\A.csproj", "$(Root)\\A.csproj", "..\\**\\*.csproj"])
def test_a_project_at_a_place_that_is_not_known_is_skipped(place: str) -> None:
    found = [row for row in rows(item(f'<ProjectReference Include="{place}" />')) if isinstance(row, Skipped)]
    assert [(row.line, row.reason) for row in found] == [
        (2, f"refers to {place}, no known folder of the tree")
    ]


def test_the_package_is_called_by_its_id_else_by_what_is_built_else_by_the_file() -> None:
    both = "<AssemblyName>B</AssemblyName><PackageId>A</PackageId><Version>1.2</Version>"
    assert offered(both) == [("A", "1.2", Confidence.DECLARED)]
    assert offered("<AssemblyName>B</AssemblyName>") == [("B", None, Confidence.INFERRED)]
    assert offered("") == [("App", None, Confidence.INFERRED)]


def test_programs_and_what_is_not_packed_offer_nothing() -> None:
    assert offered("<OutputType>Exe</OutputType>") == []
    assert offered("<IsPackable>false</IsPackable>") == []
    assert offered("<OutputType>Exe</OutputType><PackAsTool>true</PackAsTool>") != []


def test_an_sdk_with_a_version_comes_out_of_the_registry() -> None:
    found = list(
        extract(
            "a.props", '<Project Sdk="Microsoft.NET.Sdk;Extras/3.0"><Sdk Name="B" Version="1"/></Project>'
        )
    )
    assert [(row.name, row.constraint) for row in found if isinstance(row, Dependency)] == [
        ("Extras", "3.0"),
        ("B", "1"),
    ]


def test_central_versions_and_properties_are_for_the_linker() -> None:
    central = item('<PackageVersion Include="A" Version="$(V)" />')
    found = rows(f"<PropertyGroup><V>1</V></PropertyGroup>{central}", "Directory.Packages.props")
    assert [(row.group, row.name, row.value) for row in found if isinstance(row, Definition)] == [
        ("nuget:property", "V", "1"),
        ("nuget:central", "a", "$(V)"),
    ]


def test_what_is_no_project_is_malformed() -> None:
    with pytest.raises(Malformed, match="is no MSBuild project"):
        list(extract(PATH, "<html/>"))
