from gitops_assets.core.dependencies.extractors.dotnet_project import extract
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links.dotnet import LINKER
from gitops_assets.core.dependencies.model import Locked, RepositoryDependencies, Row


def tree(files: dict[str, str], *more: Row) -> RepositoryDependencies:
    rows = [row for path, text in files.items() for row in extract(path, f"<Project>{text}</Project>")]
    return linked("acme/app", [*rows, *more], [LINKER])


def item(*inside: str) -> str:
    return f"<ItemGroup>{''.join(inside)}</ItemGroup>"


def group(inside: str) -> str:
    return f"<PropertyGroup>{inside}</PropertyGroup>"


def constraints(known: RepositoryDependencies) -> dict[str, str | None]:
    return {row.name: row.constraint for row in known.dependencies}


def test_the_nearest_file_above_gives_the_version() -> None:
    known = tree(
        {
            "Directory.Packages.props": item('<PackageVersion Include="A" Version="1" />'),
            "src/Directory.Packages.props": item('<PackageVersion Include="a" Version="2" />'),
            "src/X/X.csproj": item('<PackageReference Include="A" />'),
        }
    )
    assert constraints(known) == {"A": "2"}


def test_an_override_wins_and_what_nobody_gives_stays_open() -> None:
    known = tree(
        {
            "Directory.Packages.props": item('<PackageVersion Include="A" Version="1" />'),
            "X.csproj": item(
                '<PackageReference Include="A" VersionOverride="3" />', '<PackageReference Include="B" />'
            ),
        }
    )
    assert constraints(known) == {"A": "3", "B": None}


def test_properties_come_from_the_file_then_from_the_shared_ones_then_from_the_only_one() -> None:
    names = ("Own", "Shared", "Far", "None")
    references = (f'<PackageReference Include="{each}" Version="$({each})" />' for each in names)
    known = tree(
        {
            "Directory.Build.props": group("<Own>0</Own><Shared>2</Shared>"),
            "eng/Versions.props": group("<Far>3</Far>"),
            "src/X.csproj": group("<Own>1</Own>") + item(*references),
        }
    )
    assert constraints(known) == {"Own": "1", "Shared": "2", "Far": "3", "None": "$(None)"}


def test_a_package_without_a_version_of_its_own_has_the_shared_one() -> None:
    shared = group("<Base>1</Base><VersionPrefix>$(Base).5</VersionPrefix>")
    known = tree({"Directory.Build.props": shared, "src/X.csproj": ""})
    assert [(row.name, row.version) for row in known.publications] == [("X", "1.5")]


def test_a_name_is_spelled_as_in_the_lock_file() -> None:
    locked = Locked(ecosystem="nuget", name="Acme.Core", version="1", path="packages.lock.json", line=1)
    known = tree({"X.csproj": item('<PackageReference Include="acme.core" Version="1" />')}, locked)
    assert list(constraints(known)) == ["Acme.Core"]


def test_properties_in_a_circle_come_to_an_end() -> None:
    circle = group("<A>$(B)$(B)</A><B>$(A)$(A)</B>")
    known = tree({"X.csproj": circle + item('<PackageReference Include="P" Version="$(A)" />')})
    assert "$(" in str(constraints(known)["P"])
