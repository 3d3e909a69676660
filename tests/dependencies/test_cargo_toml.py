import pytest

from gitops_assets.core.dependencies.ecosystems.cargo_spec import (
    EXCLUDE,
    INHERIT,
    INHERIT_VERSION,
    MEMBER,
    OFFER,
    PATCH,
    WORKSPACE,
    Spec,
)
from gitops_assets.core.dependencies.extractors.cargo_toml import extract, wants
from gitops_assets.core.dependencies.model import (
    Definition,
    Dependency,
    Kind,
    Malformed,
    Publication,
    Scope,
    Skipped,
)


def dependency(text: str, path: str = "Cargo.toml") -> Dependency:
    (row,) = (row for row in extract(path, text) if isinstance(row, Dependency))
    return row


def definitions(text: str, path: str = "Cargo.toml") -> list[tuple[str, str, str, int]]:
    rows = (row for row in extract(path, text) if isinstance(row, Definition))
    return [(row.group, row.name, row.value, row.line) for row in rows]


def test_every_manifest_is_read_but_no_vendored_one() -> None:
    assert wants("Cargo.toml")
    assert wants("crates/a/Cargo.toml")
    assert not wants("vendor/serde/Cargo.toml")
    assert not wants("a/cargo.toml")


def test_a_crate_is_published_under_its_name() -> None:
    assert list(extract("Cargo.toml", '[package]\nversion = "1.2.0"\nname = "app"\n')) == [
        Publication(
            kind=Kind.PACKAGE, ecosystem="cargo", name="app", path="Cargo.toml", line=3, version="1.2.0"
        )
    ]


def test_a_constraint_stands_as_it_was_written() -> None:
    assert dependency('[dependencies]\nserde = "1.2"\n') == Dependency(
        kind=Kind.PACKAGE, ecosystem="cargo", name="serde", path="Cargo.toml", line=2, constraint="1.2"
    )


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ('[dependencies]\na = "1"\n', Scope.RUNTIME),
        ('[dev-dependencies]\na = "1"\n', Scope.DEV),
        ('[dev_dependencies]\na = "1"\n', Scope.DEV),
        ('[build-dependencies]\na = "1"\n', Scope.BUILD),
        ('[dependencies]\na = { version = "1", optional = true }\n', Scope.OPTIONAL),
        ("[target.'cfg(windows)'.dependencies]\na = \"1\"\n", Scope.RUNTIME),
        ('[target."x86_64-linux".dev-dependencies.a]\nversion = "1"\n', Scope.DEV),
    ],
)
def test_the_table_says_when_a_crate_is_needed(text: str, scope: Scope) -> None:
    row = dependency(text)
    assert (row.name, row.scope, row.constraint) == ("a", scope, "1")
    assert row.line == (1 if text.startswith('[target."') else 2)


def test_a_renamed_crate_keeps_its_own_name() -> None:
    assert dependency('[dependencies]\nold = { package = "rand", version = "0.7" }\n').name == "rand"


def test_a_repository_is_named_without_credentials_and_its_tag_is_the_constraint() -> None:
    row = dependency('[dependencies]\na = { git = "https://me:secret@host/acme/a", tag = "v1" }\n')
    assert (row.url, row.constraint) == ("https://host/acme/a", "v1")


def test_a_path_is_a_folder_of_the_tree() -> None:
    assert dependency('[dependencies]\na.path = "../a"\n', "crates/b/Cargo.toml").local == "crates/a"


def test_a_path_out_of_the_tree_is_said_and_the_crate_stays() -> None:
    rows = list(extract("Cargo.toml", '[dependencies]\na = { path = "../a", version = "1" }\n'))
    assert [type(row) for row in rows] == [Dependency, Skipped]
    assert rows[1] == Skipped(path="Cargo.toml", line=2, reason="takes 'a' from outside of the tree (../a)")


def test_what_comes_from_the_workspace_is_left_to_the_linker() -> None:
    text = '[package]\nname = "a"\nversion.workspace = true\n[dependencies]\nb.workspace = true\n'
    assert definitions(text) == [(INHERIT_VERSION, "a", "workspace", 3), (INHERIT, "b", "workspace", 5)]


def test_a_workspace_defines_members_versions_offers_and_patches() -> None:
    text = (
        '[workspace]\nmembers = [\n "crates/*",\n]\nexclude = ["crates/old"]\n'
        '[workspace.package]\nversion = "3.0"\n[workspace.dependencies]\n'
        'x = { package = "y", path = "y" }\n[patch.crates-io]\nz = { path = "z" }\n'
    )
    assert definitions(text, "rust/Cargo.toml") == [
        (WORKSPACE, "root", "rust", 1),
        (WORKSPACE, "version", "3.0", 7),
        (MEMBER, "rust/crates/*", "crates/*", 3),
        (EXCLUDE, "rust/crates/old", "crates/old", 5),
        (OFFER, "x", Spec(name="y", local="rust/y").written, 9),
        (PATCH, "z", Spec(name="z", local="rust/z").written, 11),
    ]


def test_a_replacement_of_one_version_is_a_patch() -> None:
    text = '[workspace]\n[replace]\n"foo:0.1.0" = { git = "https://host/acme/foo" }\n'
    assert definitions(text)[1:] == [(PATCH, "foo", Spec(name="foo", url="https://host/acme/foo").written, 3)]


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ('[workspace]\nmembers = ["../other"]\n', "has a member outside of the tree (../other)", 2),
        ('[package]\nname = "a"\nworkspace = "../.."\n', "has its workspace outside of the tree (../..)", 3),
        (
            '[workspace.dependencies]\na = { path = "../a" }\n',
            "takes 'a' from outside of the tree (../a)",
            2,
        ),
    ],
)
def test_what_leaves_the_tree_is_said(text: str, reason: str, line: int) -> None:
    assert Skipped(path="Cargo.toml", line=line, reason=reason) in list(extract("Cargo.toml", text))


def test_values_that_cargo_would_refuse_give_a_name_at_least() -> None:
    row = dependency("[dependencies]\na = { version = 1, git = [] }\n")
    assert (row.name, row.constraint, row.url) == ("a", None, None)


def test_merge_conflicts_are_malformed() -> None:
    with pytest.raises(Malformed, match="merge-conflict") as caught:
        list(extract("Cargo.toml", '[package]\n<<<<<<< HEAD\nname = "a"\n'))
    assert caught.value.line == 2
