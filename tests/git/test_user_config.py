from pathlib import Path

import pytest

from resources.git.command import GitUnusable
from resources.git.user import user_config


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "gitconfig"
    file.touch()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(file))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return file


def test_the_users_settings_are_read_and_ours_are_not_among_them(mine: Path) -> None:
    mine.write_text("[user]\n\tname = Ada\n")
    assert user_config().config.values == {"user.name": ["Ada"]}


def test_a_broken_configuration_of_the_users_own_is_named(mine: Path) -> None:
    mine.write_text("[user\n")
    with pytest.raises(GitUnusable, match="your own git configuration cannot be read"):
        user_config()


def test_a_git_that_ignores_our_overrides_is_not_trusted(
    mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "bin" / "git"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\nprintf 'global\\0user.name\\nAda\\0'\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(old.parent))
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(GitUnusable, match="too old"):
        user_config()
