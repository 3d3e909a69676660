"""Known repositories that are found no more: which of them are broken, and which have left."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from resources.git.survey import Presence, locate
from tests.repositories import cloned, repository


def located(root: Path, *known: Path, roots: Sequence[Path] = (), ignore: Sequence[str] = ()) -> Presence:
    names = {os.fsencode(path): path.name for path in known}
    return locate([os.fsencode(each) for each in roots or (root,)], ignore=ignore, known=names)


def lost(root: Path, *known: Path, ignore: Sequence[str] = ()) -> set[str]:
    return {os.fsdecode(path) for path in located(root, *known, ignore=ignore).lost}


@pytest.fixture
def api(tmp_path: Path) -> Path:
    return repository(tmp_path / "src" / "api")


@pytest.fixture
def src(api: Path) -> Path:
    return api.parent


def test_a_folder_that_lost_its_git_folder_is_not_gone(src: Path, api: Path) -> None:
    shutil.rmtree(api / ".git")
    assert lost(src, api) == {str(api)}


def test_a_bare_repository_that_lost_its_head_is_not_gone_whatever_lies_in_it(src: Path, api: Path) -> None:
    bare = cloned(api, src / "bare.git", "--bare")
    repository(bare / "inside")
    (bare / "HEAD").unlink()
    assert lost(src, bare) == {str(bare)}


def test_what_is_found_or_deleted_or_replaced_is_not_lost(src: Path, api: Path, tmp_path: Path) -> None:
    (src / "file").touch()
    (src / "link").symlink_to(tmp_path)
    assert lost(src, api, src / "deleted", src / "file", src / "link") == set()


@pytest.mark.parametrize("glob", ["api", "a*", "/api"])
def test_what_is_ignored_has_left(src: Path, api: Path, glob: str) -> None:
    assert lost(src, api, ignore=[glob]) == set()


def test_what_lies_in_an_ignored_or_a_tools_folder_has_left(src: Path) -> None:
    paths = [repository(src / "old" / "x"), repository(src / "node_modules" / "y")]
    assert lost(src, *paths, ignore=["old"]) == set()


def test_what_lies_below_other_roots_is_no_concern(src: Path, api: Path, tmp_path: Path) -> None:
    shutil.rmtree(api / ".git")
    (tmp_path / "else").mkdir()
    assert lost(tmp_path / "else", api) == set()


def test_a_root_that_is_a_link_is_a_folder(src: Path, api: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(api)
    shutil.rmtree(api / ".git")
    assert lost(tmp_path / "link", tmp_path / "link") == {str(tmp_path / "link")}


def test_a_repository_around_others_does_not_make_them_vanish(src: Path, api: Path) -> None:
    repository(src / "new")
    shutil.copytree(api / ".git", src / ".git")
    presence = located(src, api, src / "new")
    assert [os.fsdecode(each.path) for each in presence.located] == [str(src)]
    assert presence.lost == {os.fsencode(api), os.fsencode(src / "new")}


def test_what_became_a_submodule_belongs_to_its_parent(src: Path, api: Path) -> None:
    parent = repository(src / "parent", __gitmodules='[submodule "x"]\n\tpath = inner\n')
    assert lost(src, repository(parent / "inner")) == set()


def test_a_folder_in_which_repositories_stand_now_has_become_one(src: Path, api: Path) -> None:
    api.rename(src / "moving")
    api.mkdir()
    (src / "moving").rename(api / "api")
    assert lost(src, api) == set()


def test_a_lost_repository_keeps_its_name(src: Path, api: Path, tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin" / "app")
    first, second = cloned(origin, src / "app"), src / "team" / "app"
    known = {os.fsencode(first): "app"}
    cloned(origin, second)
    shutil.rmtree(first / ".git")
    presence = locate([os.fsencode(src)], known=known)
    assert "app" not in {each.slug for each in presence.located if each.path == os.fsencode(second)}


def test_a_repository_keeps_its_name_when_another_root_leads_to_it(
    src: Path, api: Path, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(src)
    presence = locate([os.fsencode(src)], known={os.fsencode(tmp_path / "link" / "api"): "mine"})
    assert [(each.slug, each.path) for each in presence.located] == [("mine", os.fsencode(api))]
    assert presence.lost == frozenset()
