"""A run whose process was killed is ended by whoever holds the home next."""

from pathlib import Path

import dagster as dg

from resources.home import Home
from resources.instance import AT_THE_COMMAND_LINE, end_killed_runs
from tests.dagster.audits import audit_of

STARTED = dg.DagsterRunStatus.STARTED


def left(instance: dg.DagsterInstance, run_id: str, **fields: dict[str, str]) -> None:
    instance.add_run(dg.DagsterRun("audit", run_id=run_id, status=STARTED, **fields))  # type: ignore[arg-type]


def test_the_next_audit_ends_a_run_of_the_command_line_that_was_killed(
    audited: Home, fleet: Path, instance: dg.DagsterInstance
) -> None:
    left(instance, "killed", tags=AT_THE_COMMAND_LINE)
    audit_of(audited, fleet)
    killed = instance.get_run_by_id("killed")
    assert killed is not None
    assert killed.status is dg.DagsterRunStatus.FAILURE


def test_a_run_that_dagster_launched_is_left_to_dagster(home: Home, instance: dg.DagsterInstance) -> None:
    left(instance, "launched")
    assert end_killed_runs(instance) == 0
    launched = instance.get_run_by_id("launched")
    assert launched is not None
    assert launched.status is STARTED


def test_a_run_that_ended_is_left_as_it_is(audited: Home, instance: dg.DagsterInstance) -> None:
    assert end_killed_runs(instance) == 0
    assert [run.status for run in instance.get_runs()] == [dg.DagsterRunStatus.SUCCESS]
