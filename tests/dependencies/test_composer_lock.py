import json

import pytest

from gitops_assets.core.dependencies.extractors.composer_lock import SOURCE, extract, wants
from gitops_assets.core.dependencies.model import Definition, Locked, Malformed, Row


def lock(*packages: dict[str, object], dev: tuple[dict[str, object], ...] = ()) -> list[Row]:
    text = json.dumps({"packages": packages, "packages-dev": dev}, indent=1)
    return list(extract("composer.lock", text))


def test_every_lock_is_read_but_no_installed_one() -> None:
    assert wants("composer.lock")
    assert not wants("vendor/a/composer.lock")


def test_packages_of_both_lists_are_locked() -> None:
    rows = lock({"name": "Acme/Core", "version": "v1.2.0"}, dev=({"name": "a/b", "version": "dev-main"},))
    assert rows == [
        Locked(ecosystem="composer", name="acme/core", version="v1.2.0", path="composer.lock", line=4),
        Locked(ecosystem="composer", name="a/b", version="dev-main", path="composer.lock", line=10),
    ]


def test_the_repository_that_a_package_was_found_in_is_kept() -> None:
    source = {"type": "git", "url": "https://me:secret@host/acme/core.git"}
    _, row = lock({"name": "acme/core", "version": "1", "source": source})
    assert row == Definition(
        group=SOURCE, name="acme/core", value="https://host/acme/core.git", path="composer.lock", line=8
    )


def test_a_package_from_a_folder_is_not_locked() -> None:
    assert not lock({"name": "acme/core", "version": "dev-main", "dist": {"type": "path", "url": "core"}})


@pytest.mark.parametrize("text", ["[]", "{}", '{"packages": [{"name": "a/b"}]}', '{"packages": [1]}'])
def test_what_is_no_lock_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        list(extract("composer.lock", text))
