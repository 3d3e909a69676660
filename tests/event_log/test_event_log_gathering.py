"""Single events of a run, gathered and written together."""

from collections.abc import Sequence
from threading import Event, Thread, Timer

import pytest
from dagster import AssetKey, DagsterInstance
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqlEventLogStorage

from resources.event_log import batch
from resources.event_log.batch import BATCH_SIZE, BatchingEventLogStorage
from resources.instance import events_gathered
from tests.event_log.event_builders import (
    OTHER_RUN,
    RUN,
    check_planned,
    checked,
    materialised,
    one_of_every_kind,
    planned,
    said,
    started,
)
from tests.event_log.event_log_rows import event_log_of, tables
from tests.event_log.test_event_log_rows import run_audit


@pytest.fixture
def writes(log: BatchingEventLogStorage, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many events each write of the log had."""
    seen: list[int] = []
    write = log.write

    def counted(events: Sequence[EventLogEntry]) -> None:
        seen.append(len(events))
        write(events)

    monkeypatch.setattr(log, "write", counted)
    return seen


def test_a_job_leaves_the_same_rows_as_with_the_stock_storage(
    instances: tuple[DagsterInstance, DagsterInstance], monkeypatch: pytest.MonkeyPatch
) -> None:
    stock, ours = instances
    with events_gathered(ours):
        run_audit(ours)
    monkeypatch.setenv(BATCH_SIZE, "0")
    with events_gathered(stock):  # which cannot, and does as it did
        run_audit(stock)
    expected = tables(event_log_of(stock), RUN, scrubbed=True)
    assert tables(event_log_of(ours), RUN, scrubbed=True) == expected


def test_events_of_every_kind_leave_the_same_rows(
    logs: tuple[SqlEventLogStorage, BatchingEventLogStorage],
) -> None:
    stock, ours = logs
    with ours.gathering():
        for event in one_of_every_kind():
            stock.store_event(event)
            ours.store_event(event)
    assert tables(ours, RUN, OTHER_RUN, "") == tables(stock, RUN, OTHER_RUN, "")


def test_they_are_written_together_at_the_end(log: BatchingEventLogStorage, writes: list[int]) -> None:
    with log.gathering():
        for name in ("ant", "bee", "cow"):
            log.store_event(materialised(name))
        assert writes == []
    assert writes == [3]
    log.store_event(said())
    assert writes == [3, 1]


def test_whoever_reads_misses_none(log: BatchingEventLogStorage, writes: list[int]) -> None:
    with log.gathering():
        log.store_event(said())
        assert len(log.get_logs_for_run(RUN)) == 1
        log.store_event(materialised("ant", "a"))
        assert log.get_materialized_partitions(AssetKey("ant")) == {"a"}
    assert writes == [1, 1]


def test_a_run_that_moves_on_is_seen_at_once(log: BatchingEventLogStorage, writes: list[int]) -> None:
    with log.gathering():
        log.store_event(said())
        log.store_event(started())
        assert writes == [2]


def test_none_waits_longer_than_its_time(
    log: BatchingEventLogStorage, writes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with log.gathering():
        log.store_event(said())
        monkeypatch.setattr(batch, "PATIENCE", -1)
        log.store_event(said())
        assert writes == [2]


def test_what_fails_does_not_keep_them(log: BatchingEventLogStorage, writes: list[int]) -> None:
    def fail() -> None:
        with log.gathering():
            log.store_event(said())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert writes == [1]


def test_any_thread_may_write_while_events_are_gathered(log: BatchingEventLogStorage) -> None:
    def tell() -> None:
        for _ in range(20):
            log.store_event(said())

    threads = [Thread(target=tell) for _ in range(4)]
    with log.gathering():
        for thread in threads:
            thread.start()
        log.store_event(said())
    for thread in threads:
        thread.join()
    assert len(log.get_logs_for_run(RUN)) == 81


def test_whoever_reads_in_another_thread_waits_for_what_is_being_written(
    log: BatchingEventLogStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, begun, go_on = log.write, Event(), Event()

    def slowly(events: Sequence[EventLogEntry]) -> None:
        begun.set()
        go_on.wait(10)
        write(events)

    with log.gathering():
        log.store_event(said())
        monkeypatch.setattr(log, "write", slowly)
        writing = Thread(target=log.flush)
        writing.start()
        begun.wait(10)
        Timer(0.05, go_on.set).start()
        assert len(log.get_logs_for_run(RUN)) == 1
        writing.join()


def test_two_that_gather_at_once_are_refused(log: BatchingEventLogStorage) -> None:
    refused: list[str] = []

    def gather() -> None:
        try:
            with log.gathering():
                pass
        except RuntimeError as error:
            refused.append(str(error))

    with log.gathering():
        log.store_event(said())
        other = Thread(target=gather)
        other.start()
        other.join()
    assert refused == ["events are gathered already: leave gathering() before it is entered again"]
    assert len(log.get_logs_for_run(RUN)) == 1


def test_checks_find_their_plan_in_the_same_batch_in_an_earlier_one_or_nowhere(
    logs: tuple[SqlEventLogStorage, BatchingEventLogStorage],
) -> None:
    stock, ours = logs
    events = [
        check_planned("bee"),
        checked("bee", passed=False),
        checked("cow"),
        planned("ant"),
        checked("ant", "a"),
    ]
    for event in events:
        stock.store_event(event)
    ours.store_event_batch(events)
    assert tables(ours, RUN, OTHER_RUN, "") == tables(stock, RUN, OTHER_RUN, "")
