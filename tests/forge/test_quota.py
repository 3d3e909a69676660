"""How many calls a forge still allows is kept, for whoever watches."""

from pathlib import Path

import pytest

from resources.forge.model import ForgeUsage
from resources.forge.quota import Quota, quotas, remember


def test_each_forge_is_known_by_what_it_said_last(tmp_path: Path) -> None:
    assert quotas(tmp_path) == {}
    remember(tmp_path / "forge", "api.github.com", ForgeUsage(calls=1, remaining=10, reset=1_800_000_000))
    remember(tmp_path / "forge", "git.example.org", ForgeUsage(calls=1, remaining=3))
    remember(tmp_path / "forge", "api.github.com", ForgeUsage(calls=2, remaining=8, reset=1_800_000_000))
    assert quotas(tmp_path / "forge") == {
        "api.github.com": Quota(8, 1_800_000_000),
        "git.example.org": Quota(3, None),
    }


def test_who_said_nothing_changes_nothing(tmp_path: Path) -> None:
    remember(tmp_path, "api.github.com", ForgeUsage())
    assert quotas(tmp_path) == {}


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', '{"a": ["x", 1]}', "{"])
def test_a_file_that_is_none_of_ours_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "quota.json").write_text(text)
    assert quotas(tmp_path) == {}


def test_a_folder_that_cannot_be_written_costs_only_the_figure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    remember(tmp_path / "file", "api.github.com", ForgeUsage(remaining=1))
