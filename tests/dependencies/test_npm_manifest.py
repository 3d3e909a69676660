from textwrap import dedent

import pytest

from gitops_assets.core.dependencies.extraction import rows_of
from gitops_assets.core.dependencies.extractors.npm_manifest import EXTRACTOR, extract, wants
from gitops_assets.core.dependencies.model import Dependency, Malformed, Publication, Row
from tests.dependencies.packages_read import needs, offers, says, skips


def read(text: str, path: str = "package.json") -> list[Row]:
    return list(extract(path, dedent(text)))


def sources(rows: list[Row]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(row.name, row.constraint, row.url, row.local) for row in rows if isinstance(row, Dependency)]


def test_every_package_json_of_the_tree_is_read_but_not_what_others_installed() -> None:
    assert wants("package.json")
    assert wants("packages/a/package.json")
    assert not wants("node_modules/a/package.json")
    assert not wants("my-package.json")


def test_sections_say_when_a_package_is_needed() -> None:
    rows = read(
        """\
        {"name": "@acme/app", "version": "1.2.0", "private": true,
         "dependencies": {"a": "^1",
           "both": "1"},
         "devDependencies": {"b": "~2"},
         "peerDependencies": {"c": ">=3", "d": ""},
         "peerDependenciesMeta": {"d": {"optional": true}},
         "optionalDependencies": {"both": "1"},
         "overrides": {"e": "5"}, "resolutions": {"f": "6"}}
        """
    )
    assert offers(rows) == [(1, "@acme/app", "1.2.0")]
    assert needs(rows) == [
        (2, "a", "^1", "runtime"),
        (4, "b", "~2", "dev"),
        (5, "c", ">=3", "runtime"),
        (5, "d", None, "optional"),
        (7, "both", "1", "optional"),
    ]


def test_that_others_mean_a_private_package_is_only_inferred() -> None:
    (private,) = read('{"name": "app", "private": true}')
    (public,) = read('{"name": "app", "private": false}')
    assert isinstance(private, Publication)
    assert isinstance(public, Publication)
    assert (private.confidence, public.confidence) == ("inferred", "declared")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("npm:real@^1", ("real", "^1", None, None)),
        ("npm:@s/real@^1", ("@s/real", "^1", None, None)),
        ("npm:vue@3", ("vue", "3", None, None)),
        ("npm:@s/real", ("@s/real", None, None, None)),
        ("npm:^1", ("x", "^1", None, None)),
        ("jsr:@std/path@1", ("@std/path", "1", None, None)),
        ("file:../core", ("x", None, None, "packages/core")),
        ("link:./here", ("x", None, None, "packages/app/here")),
        ("portal:../../", ("x", None, None, "")),
        ("../core", ("x", None, None, "packages/core")),
        ("workspace:^", ("x", "workspace:^", None, None)),
        ("workspace:../core", ("x", None, None, "packages/core")),
        ("workspace:real@*", ("real", "workspace:real@*", None, None)),
        ("patch:x@npm%3A^4.0.0#./x.patch", ("x", "^4.0.0", None, None)),
        ("acme/x#v1", ("x", "v1", "https://github.com/acme/x", None)),
        ("gitlab:acme/x", ("x", None, "https://gitlab.com/acme/x", None)),
        ("git+https://me:pw@host/acme/x.git#main", ("x", "main", "https://host/acme/x.git", None)),
        ("git+ssh://git@host/acme/x.git", ("x", None, "ssh://git@host/acme/x.git", None)),
        ("git@host:acme/x.git#semver:^1", ("x", "semver:^1", "git@host:acme/x.git", None)),
        ("https://github.com/acme/x/archive/v2.tar.gz", ("x", "v2", "https://github.com/acme/x", None)),
        ("https://codeload.github.com/acme/x/tar.gz/abc", ("x", "abc", "https://github.com/acme/x", None)),
        ("https://me:pw@host/x.tgz?token=1", ("x", None, "https://host/x.tgz?***", None)),
        ("latest", ("x", "latest", None, None)),
    ],
)
def test_what_stands_behind_a_name_says_where_it_comes_from(
    written: str, expected: tuple[str, str | None, str | None, str | None]
) -> None:
    assert sources(read(f'{{"dependencies": {{"x": "{written}"}}}}', "packages/app/package.json")) == [
        expected
    ]


def test_a_path_out_of_the_tree_is_said_and_the_name_kept() -> None:
    rows = read('{"dependencies": {"x": "file:../x"}}')
    assert sources(rows) == [("x", None, None, None)]
    assert skips(rows) == [(1, "takes 'x' from outside of the tree (../x)")]


@pytest.mark.parametrize("workspaces", ['["packages/*"]', '{"packages": ["packages/*"]}'])
def test_workspaces_are_left_for_the_linker(workspaces: str) -> None:
    rows = read(f'{{\n"workspaces": {workspaces}}}')
    assert says(rows, "npm:workspace") == [(2, "packages/*", "")]


def test_what_cannot_be_a_version_is_skipped_where_it_stands() -> None:
    rows = read('{"dependencies": {\n"a": 1},\n"devDependencies": ["b"]}')
    assert skips(rows) == [
        (2, "asks for 'a' with what is no text"),
        (3, "has devDependencies that are no object"),
    ]


def test_a_key_that_stands_twice_is_said() -> None:
    rows = read('{"dependencies": {"a": "1",\n"a": "2"}}')
    assert skips(rows) == [(2, "says 'a' twice in one place; only the last one counts")]
    assert needs(rows) == [(2, "a", "2", "runtime")]


@pytest.mark.parametrize(
    ("text", "why"), [("[]", "holds no object"), ('{\n<<<<<<< HEAD\n"a": 1}', "has merge-conflict markers")]
)
def test_what_is_no_manifest_is_malformed(text: str, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        read(text)


def test_no_password_stays_in_an_address_or_in_a_reason() -> None:
    text = '{"dependencies": {"a": "//u:SECRET@h/x", "b": "github:SECRET:x-oauth-basic@acme/lib"}}'
    rows = rows_of("package.json", text.encode(), EXTRACTOR)
    assert "SECRET" not in repr(rows)
    assert [row.url for row in rows if isinstance(row, Dependency) and row.name == "b"] == [
        "https://github.com/acme/lib"
    ]
