import json

import pytest

from gitops_assets.core.dependencies.extractors.composer_json import (
    FOLDER_GLOBS,
    FOLDERS,
    REPOSITORY,
    extract,
    wants,
)
from gitops_assets.core.dependencies.model import (
    Definition,
    Dependency,
    Kind,
    Malformed,
    Publication,
    Row,
    Scope,
    Skipped,
)


def manifest(path: str = "composer.json", /, **content: object) -> list[Row]:
    return list(extract(path, json.dumps(content, indent=1)))


def test_every_manifest_is_read_but_no_installed_one() -> None:
    assert wants("composer.json")
    assert wants("packages/a/composer.json")
    assert not wants("vendor/acme/a/composer.json")


def test_a_package_is_published_under_its_name_in_small_letters() -> None:
    assert manifest(type="library", name="Acme/Core", version="1.2.0") == [
        Publication(
            kind=Kind.PACKAGE,
            ecosystem="composer",
            name="acme/core",
            path="composer.json",
            line=3,
            version="1.2.0",
        )
    ]


def test_requirements_are_dependencies_and_the_platform_is_none() -> None:
    rows = manifest(
        require={"php": ">=8.2", "ext-json": "*", "lib-icu": "*", "Acme/Core": "^1.0 || ^2.0"},
        **{"require-dev": {"phpunit/phpunit": "^11"}},
    )
    assert rows == [
        Dependency(
            kind=Kind.PACKAGE,
            ecosystem="composer",
            name="acme/core",
            path="composer.json",
            line=6,
            constraint="^1.0 || ^2.0",
        ),
        Dependency(
            kind=Kind.PACKAGE,
            ecosystem="composer",
            name="phpunit/phpunit",
            path="composer.json",
            line=9,
            scope=Scope.DEV,
            constraint="^11",
        ),
    ]


def test_repositories_of_git_and_folders_are_left_to_the_linker() -> None:
    rows = manifest(
        "app/composer.json",
        repositories=[
            {"type": "vcs", "url": "https://me:secret@host/acme/core"},
            {"type": "path", "url": "../packages/*"},
            {"type": "composer", "url": "https://repo.acme.org"},
            {"packagist.org": False},
        ],
    )
    assert rows == [
        Definition(
            group=REPOSITORY, name="https://host/acme/core", value="", path="app/composer.json", line=5
        ),
        Definition(group=FOLDERS, name="packages/*", value="../packages/*", path="app/composer.json", line=9),
    ]


def test_repositories_may_have_names() -> None:
    (row,) = manifest(repositories={"ours": {"type": "git", "url": "https://host/acme/core"}})
    assert isinstance(row, Definition)
    assert (row.name, row.line) == ("https://host/acme/core", 5)


def test_folders_outside_of_the_tree_are_said() -> None:
    assert manifest(repositories=[{"type": "path", "url": "../core"}]) == [
        Skipped(path="composer.json", line=5, reason="takes packages from outside of the tree (../core)")
    ]


def test_folders_without_end_are_said() -> None:
    rows = manifest(repositories=[{"type": "path", "url": "a"}] * (FOLDER_GLOBS + 1))
    assert [type(row) for row in rows[-2:]] == [Definition, Skipped]


def test_a_package_described_in_the_manifest_names_its_repository() -> None:
    package = {"name": "acme/core", "source": {"type": "git", "url": "https://host/acme/core.git"}}
    (row,) = manifest(require={"acme/core": "1.0"}, repositories=[{"type": "package", "package": package}])
    assert isinstance(row, Dependency)
    assert row.url == "https://host/acme/core.git"


def test_a_key_that_stands_twice_is_said() -> None:
    rows = list(extract("composer.json", '{"require": {\n"a/b": "1",\n"a/b": "2"}}'))
    assert [type(row) for row in rows] == [Skipped, Dependency]
    assert rows[0].line == 3


@pytest.mark.parametrize("text", ["", "{", "{'a': 1}"])
def test_what_is_no_json_is_malformed(text: str) -> None:
    with pytest.raises(Malformed, match="is no JSON"):
        list(extract("composer.json", text))


def test_values_of_the_wrong_shape_give_no_rows() -> None:
    assert not manifest(name=1, require=["a/b"], repositories=[1, {"type": "path"}, {"type": "package"}])
