from gitops_assets.core.dependencies.extractors.cargo_toml import extract
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links.cargo_workspaces import LINKER
from gitops_assets.core.dependencies.model import Dependency, RepositoryDependencies, Row, Scope

MEMBER = '[package]\nname = "{0}"\nversion.workspace = true\n[dependencies]\nserde.workspace = true\n'
ROOT = (
    '[workspace]\nmembers = ["crates/*"]\n[workspace.package]\nversion = "3.0.0"\n[workspace.dependencies]\n'
)


def tree(files: dict[str, str]) -> RepositoryDependencies:
    rows: list[Row] = [row for path, text in files.items() for row in extract(path, text)]
    return linked("acme/app", rows, (LINKER,))


def needs(files: dict[str, str]) -> list[Dependency]:
    return list(tree(files).dependencies)


def test_a_member_takes_version_and_constraint_from_its_workspace() -> None:
    known = tree({"Cargo.toml": ROOT + 'serde = "1.2"\n', "crates/a/Cargo.toml": MEMBER.format("a")})
    assert [(row.name, row.version) for row in known.publications] == [("a", "3.0.0")]
    assert [(row.name, row.constraint, row.path, row.line) for row in known.dependencies] == [
        ("serde", "1.2", "crates/a/Cargo.toml", 5)
    ]
    assert not known.skipped


def test_what_is_offered_may_be_renamed_a_folder_or_a_repository() -> None:
    (row,) = needs(
        {
            "Cargo.toml": ROOT + 'serde = { package = "our-serde", path = "forks/serde" }\n',
            "crates/a/Cargo.toml": MEMBER.format("a"),
        }
    )
    assert (row.name, row.local) == ("our-serde", "forks/serde")


def test_the_member_says_when_it_needs_it() -> None:
    member = '[package]\nname = "a"\n[dev-dependencies]\nserde = { workspace = true }\n'
    (row,) = needs({"Cargo.toml": ROOT + 'serde = "1"\n', "crates/a/Cargo.toml": member})
    assert row.scope is Scope.DEV


def test_the_nearest_workspace_counts_and_one_that_is_pointed_at_more() -> None:
    taken = "[dependencies]\nserde.workspace = true\n"
    files = {
        "Cargo.toml": ROOT + 'serde = "1"\n',
        "fuzz/Cargo.toml": '[workspace]\n[workspace.dependencies]\nserde = "2"\n',
        "fuzz/a/Cargo.toml": '[package]\nname = "a"\n' + taken,
        "fuzz/b/Cargo.toml": '[package]\nname = "b"\nworkspace = "../.."\n' + taken,
    }
    assert [row.constraint for row in needs(files)] == ["2", "1"]


def test_an_excluded_folder_is_in_no_workspace() -> None:
    root = '[workspace]\nexclude = ["old"]\n[workspace.dependencies]\nserde = "1"\n'
    known = tree({"Cargo.toml": root, "old/a/Cargo.toml": MEMBER.format("a")})
    assert known.dependencies[0].constraint is None
    assert [row.reason for row in known.skipped] == [
        "takes 'serde' from its workspace, but no workspace of the tree has it"
    ]


def test_a_member_that_is_named_stays_one_in_an_excluded_folder() -> None:
    root = '[workspace]\nmembers = ["old/a"]\nexclude = ["old"]\n[workspace.dependencies]\nserde = "1"\n'
    (row,) = needs({"Cargo.toml": root, "old/a/Cargo.toml": MEMBER.format("a")})
    assert row.constraint == "1"


def test_what_the_workspace_does_not_offer_is_said() -> None:
    known = tree({"Cargo.toml": ROOT, "crates/a/Cargo.toml": MEMBER.format("a")})
    assert [(row.path, row.line, row.reason) for row in known.skipped] == [
        ("crates/a/Cargo.toml", 5, "takes 'serde' from its workspace, but its workspace does not offer it")
    ]


def test_a_patch_takes_the_place_of_a_registry_crate_everywhere() -> None:
    root = '[package]\nname = "app"\n[dependencies]\nlog = "0.4"\n[workspace]\n[patch.crates-io]\n'
    known = tree({"Cargo.toml": root + 'log = { git = "https://host/acme/log" }\n'})
    assert [(row.constraint, row.url) for row in known.dependencies] == [("0.4", "https://host/acme/log")]


def test_a_member_that_is_not_there_is_said() -> None:
    known = tree({"Cargo.toml": '[workspace]\nmembers = [\n "gone",\n "crates/*",\n]\n'})
    assert [(row.line, row.reason) for row in known.skipped] == [
        (3, "names a member that has no manifest (gone)")
    ]


def test_rows_of_other_files_stay_as_they_are() -> None:
    rows: tuple[Row, ...] = tuple(extract("Cargo.toml", '[dependencies]\na = "1"\n'))
    assert LINKER.link(rows) == rows
