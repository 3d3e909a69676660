"""The sensors that wake the fleet, on a home that the command line audited."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest

from gitops_assets.cli.audit_run import Wish, audit
from gitops_assets.core.events.model import EventKind
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.inbox.model import InboxState, Provider, Received
from gitops_assets.core.waking.cadence import Watch
from gitops_assets.core.waking.schedules import Standing
from gitops_assets.definitions import definitions
from resources.auditing import FETCHES
from resources.fleet_file import load_fleet
from resources.home import Home
from resources.progress import Silent
from resources.registration import NAME
from resources.store.store import Store
from resources.telling import SCHEDULE
from sensors import at_hand
from sensors.fleet_discovery import fleet_discovery
from sensors.fleet_rollup import fleet_rollup
from sensors.inbox import answer, inbox
from sensors.repository_moves import repository_moves
from sensors.run_outcome import run_outcome
from sensors.schedules import schedules
from sensors.transitions import transitions
from tests.dagster.audits import SLUGS
from tests.repositories import cloned, commit, repository

KEY = "dagster/run_key"
FAR = 4_000_000_000


def tick(
    sensor: dg.SensorDefinition, instance: dg.DagsterInstance, cursor: str | None = None
) -> dg.SensorResult:
    result = sensor(dg.build_sensor_context(instance=instance, cursor=cursor))
    assert isinstance(result, dg.SensorResult)
    return result


def asked(result: dg.SensorResult) -> list[dg.RunRequest]:
    return [each for each in result.run_requests or () if isinstance(each, dg.RunRequest)]


def launch(instance: dg.DagsterInstance, request: dg.RunRequest) -> None:
    """What the daemon does first: the run exists, and has not started."""
    tags = {**request.tags, KEY: request.run_key or ""}
    run = dg.DagsterRun(
        "look", run_id=str(request.run_key), status=dg.DagsterRunStatus.NOT_STARTED, tags=tags
    )
    instance.add_run(run)


def carry_out(instance: dg.DagsterInstance, request: dg.RunRequest) -> None:
    """What the daemon does: the whole run, in this process."""
    job = definitions().resolve_job_def(str(request.job_name))
    done = job.execute_in_process(
        instance=instance,
        partition_key=request.partition_key,
        tags={**request.tags, KEY: request.run_key or ""},
    )
    assert done.success


def push(name: str, delivery: str = "1", **more: object) -> Received:
    body = {"ref": "refs/heads/main", "after": "a" * 40, "repository": {"full_name": name}, **more}
    return Received(
        provider=Provider.GITHUB,
        delivery=delivery,
        event="push",
        received=100,
        headers={"content-type": "application/json"},
        body=json.dumps(body).encode(),
    )


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set the clock of every sensor."""

    def at(now: int) -> None:
        monkeypatch.setattr(at_hand, "clock", lambda: now)

    return at


@pytest.fixture
def timed(audited: Home, fleet: Path) -> Path:
    """A fleet with a file of its own, audited; the file may be written again."""
    file = fleet.with_name("fleet.yaml")
    file.write_text(
        "notifications: {channels: {ops: {slack: {channel: C1}}}}\n"
        "schedules: {often: {cron: '*/10 * * * *', notify: [ops]}}\n"
    )
    roots = (str(fleet),)
    audit(
        audited, Wish(fleet=load_fleet(str(file)), fleet_file=str(file), roots=roots, output=None), Silent()
    )
    return file


def test_on_a_fresh_home_every_sensor_waits_and_says_why(home: Home, instance: dg.DagsterInstance) -> None:
    for sensor in (inbox, schedules, repository_moves, fleet_discovery, run_outcome, transitions):
        result = tick(sensor, instance)
        assert asked(result) == []
        assert "there is no store yet" in str(result.skip_reason)


def test_a_push_is_a_run_of_that_repository_and_ends_when_it_is_launched(
    audited: Home, instance: dg.DagsterInstance, store: Store
) -> None:
    numbers = store.inbox.add([push("shop"), push("shop", "2"), push("no/body", "3")])
    (request,) = asked(tick(inbox, instance))
    assert (request.partition_key, request.job_name) == ("shop", "audit")
    assert request.tags[FETCHES] == "true"
    ids = [number for number in numbers if number is not None]
    assert store.inbox.ends(ids)[ids[0]][0] is InboxState.WAITING
    assert store.inbox.ends(ids)[ids[2]][0] is InboxState.IGNORED
    (again,) = asked(tick(inbox, instance))
    assert again.run_key == request.run_key
    launch(instance, request)
    assert asked(tick(inbox, instance)) == []
    assert [state for state, _ in store.inbox.ends(ids[:2]).values()] == [InboxState.DONE] * 2


def test_a_push_among_others_leaves_the_report_to_the_roll_up(
    audited: Home, instance: dg.DagsterInstance, store: Store
) -> None:
    store.inbox.add([push("shop"), push("api", "2")])
    burst = asked(tick(inbox, instance))
    assert sorted((str(each.partition_key), each.job_name) for each in burst) == [
        ("api", "look"),
        ("shop", "look"),
    ]
    launch(instance, burst[0])
    assert [each.job_name for each in asked(tick(inbox, instance))] == ["look"]


def test_a_push_into_the_quiet_is_told_by_its_own_run(
    timed: Path, fleet: Path, instance: dg.DagsterInstance, store: Store
) -> None:
    known = {event.id for event in store.outbox.since(0)}
    (fleet / "shop" / "new").write_text("x")
    store.inbox.add([push("shop")])
    (request,) = asked(tick(inbox, instance))
    carry_out(instance, request)
    told = [event for event in store.outbox.since(0) if event.id not in known]
    assert {EventKind.AUDIT_COMPLETED, EventKind.REPOSITORY_CHANGED} <= {event.kind for event in told}
    assert asked(tick(fleet_rollup, instance)) == []


def test_what_forges_send_before_the_first_audit_waits_for_it(
    home: Home, instance: dg.DagsterInstance, store: Store
) -> None:
    store.migrate()
    store.inbox.add([push("shop")])
    assert "wait until an audit was completed" in str(tick(inbox, instance).skip_reason)
    assert store.inbox.depth().waiting == 1


def test_what_cannot_be_read_is_given_up_and_holds_up_nobody(
    audited: Home, instance: dg.DagsterInstance, store: Store
) -> None:
    poison = replace(push("shop", "2"), body=b"\xff{")
    first, _ = store.inbox.add([poison, push("shop")])
    assert [each.partition_key for each in asked(tick(inbox, instance))] == ["shop"]
    assert store.inbox.ends([first or 0])[first or 0] == (InboxState.DEAD, "the body is not UTF-8")


def test_a_delivery_that_breaks_its_reader_is_tried_later_and_then_given_up(
    audited: Home,
    instance: dg.DagsterInstance,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    moment: Callable[[int], None],
) -> None:
    def broken(_received: Received) -> None:
        raise KeyError("secret")

    # The package's own name for the sensor hides the module from `import`.
    monkeypatch.setitem(answer.__globals__, "read_hook", broken)
    (number,) = store.inbox.add([push("shop")])
    for attempt in range(6):
        assert store.inbox.depth().dead == 0
        moment(1_000_000 * (attempt + 1))
        tick(inbox, instance)
    state, why = store.inbox.ends([number or 0])[number or 0]
    assert (state, why) == (InboxState.DEAD, "KeyError while it was read")


def test_a_run_that_fetches_sees_what_was_pushed_and_asks_no_inventory(
    home: Home, fleet: Path, template: Path, instance: dg.DagsterInstance, store: Store
) -> None:
    forge = fleet.with_name("forge") / "acme" / "shop"
    shutil.rmtree(forge, ignore_errors=True)
    shutil.move(fleet / "shop", forge)
    cloned(forge, fleet / "shop")
    audit(home, Wish(fleet=Fleet(), fleet_file=None, roots=(str(fleet),), output=None), Silent())
    commit(forge, README="pushed\n")
    store.inbox.add([push("acme/shop")])
    (request,) = asked(tick(inbox, instance))
    carry_out(instance, request)
    assert store.states()["acme/shop"].behind == 1


def test_refs_that_move_are_a_run_and_what_was_audited_before_is_believed(
    audited: Home, fleet: Path, instance: dg.DagsterInstance, store: Store, moment: Callable[[int], None]
) -> None:
    moment(1_000_000)
    assert asked(tick(repository_moves, instance)) == []
    assert store.waking.watches().keys() == set(SLUGS)
    commit(fleet / "shop", README="moved\n")
    assert asked(tick(repository_moves, instance)) == []
    moment(1_000_030)
    (request,) = asked(tick(repository_moves, instance))
    assert (request.partition_key, request.job_name) == ("shop", "look")
    moment(1_000_060)
    assert [each.run_key for each in asked(tick(repository_moves, instance))] == [request.run_key]
    launch(instance, request)
    moment(1_000_090)
    assert asked(tick(repository_moves, instance)) == []


def test_what_failed_is_fetched_when_it_is_looked_at_again_for_a_push_may_have_asked_for_it(
    audited: Home, instance: dg.DagsterInstance, store: Store, moment: Callable[[int], None]
) -> None:
    moment(1_000_000)
    tick(repository_moves, instance)
    store.waking.remember_watches([replace(store.waking.watches()["shop"], crashed=1, due=0)])
    moment(1_000_030)
    (request,) = asked(tick(repository_moves, instance))
    assert (request.partition_key, request.tags[FETCHES]) == ("shop", "true")


def test_a_run_whose_process_is_killed_is_repeated_once_by_dagster(
    audited: Home, instance: dg.DagsterInstance, store: Store
) -> None:
    store.inbox.add([push("shop")])
    (request,) = asked(tick(inbox, instance))
    assert request.tags["dagster/max_retries"] == "1"
    assert instance.run_retries_enabled
    assert instance.run_retries_max_retries == 0
    assert not instance.run_retries_retry_on_asset_or_op_failure


def test_many_that_move_are_one_run_over_a_stretch_of_partitions(
    audited: Home, fleet: Path, instance: dg.DagsterInstance, moment: Callable[[int], None], timed: Path
) -> None:
    for slug in ("e", "f", "g"):
        repository(fleet / slug)
    audit_again(audited, timed, fleet)
    moment(1_000_000)
    tick(repository_moves, instance)
    for slug in ("api", "shop", "e", "f", "g"):
        commit(fleet / slug, README="moved\n")
    moment(1_000_060)
    (request,) = asked(tick(repository_moves, instance))
    order = list(instance.get_dynamic_partitions(NAME))
    begin, end = (
        order.index(request.tags[f"dagster/asset_partition_range_{edge}"]) for edge in ("start", "end")
    )
    assert set(order[begin : end + 1]) == {"api", "shop", "e", "f", "g"}


def audit_again(home: Home, file: Path, fleet: Path) -> None:
    wish = Wish(fleet=load_fleet(str(file)), fleet_file=str(file), roots=(str(fleet),), output=None)
    audit(home, wish, Silent())


def test_a_new_clone_becomes_a_partition_is_looked_at_and_retires_when_it_goes(
    audited: Home, fleet: Path, instance: dg.DagsterInstance, store: Store, moment: Callable[[int], None]
) -> None:
    moment(1_000_000)
    assert asked(tick(fleet_discovery, instance)) == []
    tick(repository_moves, instance)
    repository(fleet / "new")
    (request,) = asked(tick(fleet_discovery, instance))
    job = definitions().resolve_job_def("discover")
    assert job.execute_in_process(instance=instance, tags=request.tags).success
    assert set(instance.get_dynamic_partitions(NAME)) == {*SLUGS, "new"}
    moment(1_000_060)
    (look,) = asked(tick(repository_moves, instance))
    carry_out(instance, look)
    assert "new" in store.states()
    shutil.rmtree(fleet / "new")
    (request,) = asked(tick(fleet_discovery, instance))
    assert job.execute_in_process(instance=instance, tags=request.tags).success
    assert set(instance.get_dynamic_partitions(NAME)) == set(SLUGS)


def test_an_hour_that_struck_is_an_audit_of_its_repositories(
    timed: Path, instance: dg.DagsterInstance, store: Store, moment: Callable[[int], None]
) -> None:
    moment(1_200_000_000)
    assert asked(tick(schedules, instance)) == []
    moment(1_200_000_600)
    (request,) = asked(tick(schedules, instance))
    assert request.tags[SCHEDULE] == "often"
    assert request.tags["dagster/asset_partition_range_start"] == "api"
    launch(instance, request)
    moment(1_200_000_610)
    assert asked(tick(schedules, instance)) == []
    assert store.waking.standings(str(timed)) == {"often": Standing(answered=1_200_000_600)}
    timed.write_text("schedules: {}\n")
    tick(schedules, instance)
    assert store.waking.standings(str(timed)) == {}


def test_a_broken_fleet_file_is_complained_of_and_stops_nobody_else(
    timed: Path, instance: dg.DagsterInstance
) -> None:
    timed.write_text("schedules: {often: {cron: never}}\n")
    assert "five fields" in str(tick(schedules, instance).skip_reason)


def test_failures_are_told_once_and_lead_into_quarantine(
    audited: Home, instance: dg.DagsterInstance, store: Store, moment: Callable[[int], None]
) -> None:
    cursor = tick(run_outcome, instance).cursor
    for number, status in enumerate([dg.DagsterRunStatus.FAILURE] * 3 + [dg.DagsterRunStatus.SUCCESS]):
        tags = {"dagster/partition": "shop"}
        instance.add_run(dg.DagsterRun("look", run_id=f"r{number}", status=status, tags=tags))
        cursor = tick(run_outcome, instance, cursor).cursor
        cursor = tick(run_outcome, instance, cursor).cursor
        quarantined = store.waking.watches()["shop"].quarantined
        assert (quarantined is not None) == (number == 2)
    told = [event.kind for event in store.outbox.since(0)]
    assert told == [EventKind.RUN_FAILED] * 3 + [EventKind.RUN_RECOVERED]
    assert store.outbox.since(0)[2].title.endswith("it is left alone for a while")


def test_one_in_quarantine_is_left_alone_until_a_push(
    audited: Home, fleet: Path, instance: dg.DagsterInstance, store: Store
) -> None:
    store.waking.remember_watches([Watch(slug="shop", stamp="old", crashed=3, quarantined=FAR, why="killed")])
    assert [each.partition_key for each in asked(tick(repository_moves, instance))] == []
    store.inbox.add([push("shop")])
    assert [each.partition_key for each in asked(tick(inbox, instance))] == ["shop"]
    assert store.waking.watches()["shop"].quarantined is None


def test_what_an_audit_changed_reaches_the_outbox_once(
    timed: Path, audited: Home, fleet: Path, instance: dg.DagsterInstance, store: Store
) -> None:
    cursor = tick(transitions, instance).cursor
    (fleet / "shop" / "new").write_text("x")
    audit_again(audited, timed, fleet)
    result = tick(transitions, instance, cursor)
    assert "1 audits were told of" in str(result.skip_reason)
    kinds = [event.kind for event in store.outbox.since(0)]
    assert EventKind.REPOSITORY_CHANGED in kinds
    again = tick(transitions, instance, cursor)
    assert "0 audits were told of" in str(again.skip_reason)
    tick(transitions, instance, again.cursor)
    assert [event.kind for event in store.outbox.since(0)] == kinds


def test_a_cursor_that_makes_no_sense_begins_anew(audited: Home, instance: dg.DagsterInstance) -> None:
    nonsense: Mapping[dg.SensorDefinition, str] = {run_outcome: "{}", transitions: "²"}
    for sensor, cursor in nonsense.items():
        assert tick(sensor, instance, cursor).cursor not in (None, cursor)


def test_an_event_names_the_kind_of_an_error_and_nothing_that_it_says(
    audited: Home, instance: dg.DagsterInstance, store: Store
) -> None:
    @dg.op
    def breaks() -> None:
        raise ValueError("https://me:planted-secret@example.org refused")

    @dg.job
    def broken() -> None:
        breaks()

    cursor = tick(run_outcome, instance).cursor
    assert not broken.execute_in_process(instance=instance, raise_on_error=False).success
    tick(run_outcome, instance, cursor)
    (event,) = store.outbox.since(0)
    assert event.details["why"] == "breaks: ValueError"
    assert "planted-secret" not in json.dumps(event.document)
