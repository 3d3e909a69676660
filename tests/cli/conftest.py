import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.home import Home, find_home
from tests.cli.command_line import homes_like, make_home
from tests.repositories import repository


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of the test's own; nothing of this machine's git configuration or Dagster is seen."""
    monkeypatch.setenv("GITOPS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home" / "dagster"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("GITOPS_STORE_URL", raising=False)
    return find_home()


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home on which nothing was done yet."""
    return make_home(tmp_path_factory.mktemp("made") / "home")


@pytest.fixture
def quickly(made_home: Home) -> Iterator[None]:
    """Audits of this process need not make their homes."""
    with homes_like(made_home):
        yield


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    """Two repositories without remotes, `api` and `web`, below one folder."""
    root = tmp_path / "fleet"
    repository(root / "api")
    repository(root / "web")
    return root
