import json

from gitops_assets.core.dependencies.extractors import composer_json, composer_lock
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links.composer_repositories import LINKER
from gitops_assets.core.dependencies.model import Dependency, Row


def needs(files: dict[str, object]) -> list[tuple[str, str | None, str | None]]:
    """Name, folder and repository of what is needed."""
    rows: list[Row] = []
    for path, content in files.items():
        read = composer_lock.extract if path.endswith("lock") else composer_json.extract
        rows.extend(read(path, json.dumps(content, indent=1)))
    known = linked("acme/app", rows, (LINKER,))
    return [(row.name, row.local, row.url) for row in known.dependencies]


def manifest(*urls: str, require: tuple[str, ...], kind: str = "vcs") -> dict[str, object]:
    repositories = [{"type": kind, "url": url} for url in urls]
    return {"require": dict.fromkeys(require, "*"), "repositories": repositories}


def test_a_package_in_a_folder_of_the_tree_is_local() -> None:
    files: dict[str, object] = {
        "composer.json": manifest("packages/*", require=("acme/core", "acme/other"), kind="path"),
        "packages/core/composer.json": {"name": "acme/core"},
        "elsewhere/composer.json": {"name": "acme/other"},
    }
    assert needs(files) == [("acme/core", "packages/core", None), ("acme/other", None, None)]


def test_a_repository_holds_the_package_that_is_called_as_it_is() -> None:
    files: dict[str, object] = {
        "composer.json": manifest("git@host:acme/core.git", require=("acme/core", "acme/x"))
    }
    assert needs(files) == [("acme/core", None, "git@host:acme/core.git"), ("acme/x", None, None)]


def test_a_fork_holds_the_only_package_of_its_name() -> None:
    files: dict[str, object] = {"composer.json": manifest("https://host/me/core", require=("acme/core",))}
    assert needs(files) == [("acme/core", None, "https://host/me/core")]


def test_a_fork_of_one_of_two_packages_is_not_guessed() -> None:
    require = ("acme/core", "other/core")
    files: dict[str, object] = {"composer.json": manifest("https://host/me/core", require=require)}
    assert {url for _, _, url in needs(files)} == {None}


def test_the_lock_knows_best_what_a_repository_holds() -> None:
    source = {"type": "git", "url": "https://host/acme/php-core.git"}
    lock = {"packages": [{"name": "acme/core", "version": "1", "source": source}]}
    files: dict[str, object] = {
        "composer.json": manifest("git@host:acme/php-core", require=("acme/core",)),
        "composer.lock": lock,
    }
    assert needs(files) == [("acme/core", None, "git@host:acme/php-core")]


def test_without_repositories_nothing_changes() -> None:
    rows: tuple[Row, ...] = tuple(composer_json.extract("composer.json", '{"require": {"a/b": "1"}}'))
    assert LINKER.link(rows) == rows
    assert isinstance(rows[0], Dependency)
