"""When the fleet's report follows repositories that were looked at by themselves."""

from pathlib import Path

import dagster as dg
import pytest
from dagster._core.execution.backfill import BulkActionStatus, PartitionBackfill

from resources.auditing import FOLLOWS
from resources.home import Home
from sensors.fleet_rollup import Decision, Materialised, due, fleet_rollup
from tests.dagster.audits import audit_of, materialise

LOOKED = Materialised(storage_id=20, run_id="looked")

LATER = Materialised(storage_id=20, run_id="looked", at=400.0)


@pytest.mark.parametrize(
    ("state", "report", "cursor", "busy", "follow"),
    [
        pytest.param(None, None, None, False, None, id="nothing was looked at"),
        pytest.param(LOOKED, None, None, False, "looked", id="no report was ever made"),
        pytest.param(LOOKED, Materialised(10, "audit"), None, False, "looked", id="the report is older"),
        pytest.param(LOOKED, Materialised(30, "roll-up"), None, False, None, id="the report is newer"),
        pytest.param(LOOKED, Materialised(19, "looked"), None, False, None, id="one run made both"),
        pytest.param(LOOKED, Materialised(10, "audit"), "looked", False, None, id="it was answered before"),
        pytest.param(LOOKED, Materialised(10, "audit"), "other", False, "looked", id="another was answered"),
        pytest.param(LOOKED, Materialised(10, "audit"), None, True, None, id="others are at work"),
        pytest.param(LATER, Materialised(10, "audit"), None, True, "looked", id="others always are"),
    ],
)
def test_a_roll_up_is_due_once_for_states_that_no_report_tells(
    state: Materialised | None,
    report: Materialised | None,
    cursor: str | None,
    *,
    busy: bool,
    follow: str | None,
) -> None:
    decision = due(state, report, cursor=cursor, busy=busy)
    assert decision.follow == follow
    assert bool(decision.why) == (follow is None)


def test_why_nothing_is_due_can_be_read() -> None:
    assert due(None, None, cursor=None, busy=False) == Decision(None, "no repository was looked at yet")


def tick(instance: dg.DagsterInstance, cursor: str | None = None) -> dg.SensorResult:
    context = dg.build_sensor_context(instance=instance, cursor=cursor)
    result = fleet_rollup(context)
    assert isinstance(result, dg.SensorResult)
    return result


def test_a_fresh_home_gives_no_work(home: Home, instance: dg.DagsterInstance) -> None:
    result = tick(instance)
    assert not result.run_requests
    assert result.skip_reason is not None


def test_an_audit_of_the_command_line_needs_no_roll_up(audited: Home, instance: dg.DagsterInstance) -> None:
    assert not tick(instance).run_requests


def test_a_repository_looked_at_by_itself_is_followed_once(
    audited: Home, instance: dg.DagsterInstance
) -> None:
    looked = materialise(instance, "repository_state", partition_key="shop").run_id
    first = tick(instance)
    assert [(each.run_key, each.tags[FOLLOWS]) for each in first.run_requests or ()] == [(looked, looked)]
    assert first.cursor == looked
    assert not tick(instance, first.cursor).run_requests
    assert materialise(instance, "changes", "fleet_report").success
    assert not tick(instance).run_requests


def test_an_audit_after_it_makes_the_roll_up_needless(
    audited: Home, fleet: Path, instance: dg.DagsterInstance
) -> None:
    materialise(instance, "repository_state", partition_key="shop")
    audit_of(audited, fleet)
    assert not tick(instance).run_requests


def test_a_backfill_under_way_is_waited_for(audited: Home, instance: dg.DagsterInstance) -> None:
    materialise(instance, "repository_state", partition_key="shop")
    backfill = PartitionBackfill(
        backfill_id="one",
        status=BulkActionStatus.REQUESTED,
        from_failure=False,
        tags={},
        backfill_timestamp=4_000_000_000.0,
    )
    instance.add_backfill(backfill)
    assert not tick(instance).run_requests
    done = backfill.with_status(BulkActionStatus.COMPLETED_SUCCESS)  # type: ignore[no-untyped-call]  # Dagster's
    instance.update_backfill(done)
    assert tick(instance).run_requests


def test_a_run_under_way_is_waited_for(audited: Home, instance: dg.DagsterInstance) -> None:
    materialise(instance, "repository_state", partition_key="shop")
    instance.add_run(dg.DagsterRun("audit", run_id="at-work", status=dg.DagsterRunStatus.STARTED))
    assert not tick(instance).run_requests


def test_an_answer_that_failed_is_asked_for_once_more(
    audited: Home, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = materialise(instance, "repository_state", partition_key="shop").run_id
    fail(instance, key=str(tick(instance).cursor))
    assert not tick(instance, looked).run_requests
    monkeypatch.setitem(tick_globals(), "SETTLED", -1.0)
    second = tick(instance, looked)
    (request,) = second.run_requests or ()
    assert isinstance(request, dg.RunRequest)
    assert (request.run_key, request.tags[FOLLOWS]) == (f"{looked}:again", looked)
    fail(instance, key=str(second.cursor))
    assert not tick(instance, second.cursor).run_requests


def fail(instance: dg.DagsterInstance, key: str) -> None:
    run = dg.DagsterRun("roll_up", status=dg.DagsterRunStatus.STARTED, tags={"dagster/run_key": key})
    instance.report_run_failed(instance.add_run(run))


def tick_globals() -> dict[str, object]:
    # The package's own name for the sensor hides the module from `import`.
    return due.__globals__
