import os
from pathlib import Path

import pytest
from dagster import DagsterInstance
from dagster._core.errors import DagsterInvalidConfigError

from resources.event_log.batch import BATCH_SIZE
from resources.event_log.postgres import BatchingPostgresEventLogStorage
from resources.event_log.sqlite import BatchingSqliteEventLogStorage
from tests.event_log.conftest import NewConfig
from tests.event_log.homes import OURS, open_home

CLASSES = {"sqlite": BatchingSqliteEventLogStorage, "postgres": BatchingPostgresEventLogStorage}


def test_dagster_yaml_names_the_storage(database: str, new_config: NewConfig, tmp_path: Path) -> None:
    with open_home(tmp_path, OURS[database], new_config(tmp_path)) as instance:
        assert type(instance.event_log_storage) is CLASSES[database]


def test_other_processes_get_the_same_storage(database: str, new_config: NewConfig, tmp_path: Path) -> None:
    with (
        open_home(tmp_path, OURS[database], new_config(tmp_path)) as instance,
        DagsterInstance.from_ref(instance.get_ref()) as again,
    ):
        assert type(again.event_log_storage) is CLASSES[database]


def test_opening_the_home_asks_dagster_for_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(BATCH_SIZE)
    with open_home(tmp_path, OURS["sqlite"], {"base_dir": str(tmp_path), "batch_size": 250}) as instance:
        assert instance.event_log_storage
        assert os.environ[BATCH_SIZE] == "250"


def test_what_the_environment_says_is_kept(tmp_path: Path) -> None:
    with open_home(tmp_path, OURS["sqlite"], {"base_dir": str(tmp_path)}) as instance:
        assert instance.event_log_storage
        assert os.environ[BATCH_SIZE] == "4"


def test_an_unknown_key_is_an_error(tmp_path: Path) -> None:
    with (
        pytest.raises(DagsterInvalidConfigError, match="bach_size"),
        open_home(tmp_path, OURS["sqlite"], {"base_dir": str(tmp_path), "bach_size": 5}) as instance,
    ):
        assert instance.event_log_storage
