import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.store.store import Store


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("outbox") / "store.db"
    with Store.open(f"sqlite:///{file}") as store:
        store.migrate()
    return file


@pytest.fixture
def store(migrated_file: Path, tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'store.db')}") as opened:
        yield opened
