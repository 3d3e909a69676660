import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.home import Home
from resources.templates.rendering import Renderer
from tests.templates.building import home_at


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine's git configuration is seen."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """One home for all renders: an export is known by what is in it."""
    return home_at(tmp_path_factory.mktemp("templates") / "home")


@pytest.fixture(scope="session")
def renderer(shared_home: Home) -> Iterator[Renderer]:
    """One child for all tests: starting one takes longer than most of them."""
    with Renderer(shared_home, workers=2) as opened:
        yield opened


@pytest.fixture
def at(tmp_path: Path) -> Path:
    """The folder in which a test builds its templates."""
    return tmp_path
