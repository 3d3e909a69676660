import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.home import Home, find_home
from tests.cli.command_line import dagster_in_memory
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


@pytest.fixture
def quickly() -> Iterator[None]:
    """Audits of this process leave Dagster's own storage out."""
    with dagster_in_memory():
        yield


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    """Two repositories without remotes, `api` and `web`, below one folder."""
    root = tmp_path / "fleet"
    repository(root / "api")
    repository(root / "web")
    return root
