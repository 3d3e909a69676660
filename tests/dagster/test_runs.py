"""Runs that the command line did not start: from the UI, by a backfill, by `dagster asset materialize`."""

from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.data_version import DATA_VERSION_TAG

from exporters import EXPORTERS
from exporters.model import Exporter
from gitops_assets.assets import ASSETS, report_files
from gitops_assets.assets.report_files import asset_name
from gitops_assets.core.model import State
from gitops_assets.definitions import definitions
from resources.auditing import FOLLOWS, OfEachRun, Session
from resources.home import HOME_VARIABLE, Home
from resources.progress import Silent
from resources.registration import NAME
from resources.store.store import Store
from tests.dagster.audits import SLUGS, audit_of, materialise
from tests.repositories import commit, repository

STATE = dg.AssetKey("repository_state")
TWO = {
    "dagster/asset_partition_range_start": "docs",
    "dagster/asset_partition_range_end": "shop",
}


def failure(result: dg.ExecuteInProcessResult) -> str:
    """What the run page says of the step that failed."""
    assert not result.success
    error = next(event for event in result.all_events if event.is_step_failure).step_failure_data.error
    assert error is not None
    return error.message


def statuses(store: Store) -> list[str]:
    return [row.status for row in reversed(store.audits())]


def newest(instance: dg.DagsterInstance, slug: str) -> dg.AssetMaterialization:
    records = dg.AssetRecordsFilter(asset_key=STATE, asset_partitions=[slug])
    found = instance.fetch_materializations(records, limit=1).records[0].asset_materialization
    assert found is not None
    return found


def data_version(instance: dg.DagsterInstance, slug: str) -> str:
    return (newest(instance, slug).tags or {})[DATA_VERSION_TAG]


def test_everything_that_an_audit_made_is_materialised(audited: Home, instance: dg.DagsterInstance) -> None:
    assert instance.get_materialized_partitions(STATE) == set(SLUGS)
    unasked = {asset_name(each) for each in EXPORTERS if not each.by_default}
    unasked |= {"template_catalog", "template_drift", "template_plan"}  # this fleet names no template
    keys = [key for asset in ASSETS for key in asset.keys if key.to_user_string() not in unasked]
    assert [key for key in keys if instance.get_latest_materialization_event(key) is None] == []


def test_every_partition_tells_its_state(audited: Home, instance: dg.DagsterInstance) -> None:
    shown = {slug: newest(instance, slug).metadata["states"].value for slug in SLUGS}
    assert shown == dict.fromkeys(SLUGS, "no-upstream, clean")


def test_one_repository_is_looked_at_in_an_audit_of_its_own(
    audited: Home, fleet: Path, instance: dg.DagsterInstance, store: Store
) -> None:
    (fleet / "shop" / "new").write_text("x")
    (fleet / "web" / "new").write_text("x")
    assert materialise(instance, "repository_state", partition_key="shop").success
    assert newest(instance, "shop").metadata["states"].value == "dirty, untracked, no-upstream"
    assert newest(instance, "web").metadata["states"].value == "no-upstream, clean"
    assert statuses(store) == ["complete", "partial"]
    assert store.snapshot().states["shop"].untracked == 1
    assert store.snapshot().states["web"].untracked == 0


def test_a_range_of_repositories_is_one_run_and_one_audit(
    audited: Home, instance: dg.DagsterInstance, store: Store
) -> None:
    result = materialise(instance, "repository_state", tags=TWO)
    assert {event.partition for event in result.get_asset_materialization_events()} == {"docs", "shop"}
    assert statuses(store) == ["complete", "partial"]


def test_the_audit_job_over_some_repositories_completes_an_audit(
    audited: Home, fleet: Path, instance: dg.DagsterInstance, store: Store
) -> None:
    (fleet / "shop" / "new").write_text("x")
    job = definitions().resolve_job_def("audit")
    assert job.execute_in_process(instance=instance, partition_key="shop").success
    assert statuses(store) == ["complete", "complete"]
    latest = store.latest_audit()
    assert latest is not None
    assert {change.slug for change in store.changes(latest.id)} == {"shop"}


def test_a_roll_up_tells_what_changed_since_the_last_complete_audit(
    audited: Home, fleet: Path, instance: dg.DagsterInstance, store: Store
) -> None:
    (fleet / "shop" / "new").write_text("x")
    looked = materialise(instance, "repository_state", partition_key="shop")
    job = definitions().resolve_job_def("roll_up")
    assert job.execute_in_process(instance=instance, tags={FOLLOWS: looked.run_id}).success
    assert statuses(store) == ["complete", "partial", "complete"]
    assert {change.slug for change in store.changes(3)} == {"shop"}
    assert "shop" in (audited.reports / "report.md").read_text("utf-8")


def test_a_report_file_made_by_itself_is_that_of_the_last_complete_audit(
    audited: Home, instance: dg.DagsterInstance, store: Store
) -> None:
    written = (audited.reports / "report.json").read_bytes()
    (audited.reports / "report.json").unlink()
    result = materialise(instance, "report_json")
    assert (audited.reports / "report.json").read_bytes() == written
    assert result.get_asset_materialization_events()[0].materialization.metadata["audit"].value == 1
    assert statuses(store) == ["complete", "partial"]


def test_a_format_that_breaks_is_red_and_leaves_the_others_standing(
    audited: Home, instance: dg.DagsterInstance, fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = report_files._written

    def failing(exporter: Exporter, session: Session) -> report_files.Event:
        if exporter.id == "markdown":
            raise ZeroDivisionError("it divided")
        return real(exporter, session)

    monkeypatch.setattr(report_files, "_written", failing)
    (fleet / "shop" / "new").write_text("x")
    looked = materialise(instance, "repository_state", partition_key="shop")
    job = definitions().resolve_job_def("roll_up")
    done = job.execute_in_process(instance=instance, tags={FOLLOWS: looked.run_id}, raise_on_error=False)
    assert {event.step_key for event in done.get_step_failure_events()} == {"report_md"}
    told = {event.step_key for event in done.get_asset_materialization_events()}
    assert {"report_json", "report_html", "report_sarif", "repositories_csv"} <= told


def test_a_model_made_by_itself_is_that_of_the_last_complete_audit(
    audited: Home, instance: dg.DagsterInstance, store: Store
) -> None:
    before = instance.get_latest_materialization_event(dg.AssetKey("fleet_history"))
    assert materialise(instance, "fleet_history").success
    after = instance.get_latest_materialization_event(dg.AssetKey("fleet_history"))
    assert before is not None
    assert after is not None
    versions = [
        (event.asset_materialization.tags or {})[DATA_VERSION_TAG]
        for event in (before, after)
        if event.asset_materialization
    ]
    assert versions[0] == versions[1]


def test_a_red_fleet_is_a_result_and_fails_no_run(
    home: Home, fleet: Path, instance: dg.DagsterInstance
) -> None:
    (fleet / "web" / ".git" / "HEAD").write_text("nonsense")
    audit_of(home, fleet)
    (run,) = instance.get_runs()
    assert run.status is dg.DagsterRunStatus.SUCCESS
    checks = instance.event_log_storage.get_asset_check_execution_history(
        dg.AssetCheckKey(dg.AssetKey("fleet_report"), "fleet_is_not_red"), limit=1
    )
    event = checks[0].event
    assert event is not None
    evaluation = event.dagster_event.asset_check_evaluation_data  # type: ignore[union-attr]  # it is one
    assert (evaluation.passed, evaluation.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert evaluation.metadata["red repositories"].value == 1


def test_an_unchanged_repository_keeps_its_data_version_and_a_changed_one_does_not(
    audited: Home, fleet: Path, instance: dg.DagsterInstance
) -> None:
    versions = []
    for change in (False, False, True):
        if change:
            commit(fleet / "shop", README="other\n")
        materialise(instance, "repository_state", partition_key="shop")
        versions.append(data_version(instance, "shop"))
    assert versions[0] == versions[1] != versions[2]


def test_an_unchanged_fleet_keeps_its_data_version(
    audited: Home, fleet: Path, instance: dg.DagsterInstance
) -> None:
    before = data_version(instance, "shop")
    audit_of(audited, fleet)
    assert data_version(instance, "shop") == before


def test_a_repository_that_went_away_is_a_result_too(
    audited: Home, fleet: Path, instance: dg.DagsterInstance
) -> None:
    (fleet / "shop").rename(fleet.parent / "elsewhere")
    assert materialise(instance, "repository_state", partition_key="shop").success
    assert newest(instance, "shop").metadata["states"].value == "missing"


def test_without_a_repository_the_run_says_how_to_choose_one(
    audited: Home, instance: dg.DagsterInstance
) -> None:
    said = failure(materialise(instance))
    assert "this run names no repository" in said
    assert "choose partitions" in said


def test_on_a_home_without_an_audit_the_run_says_what_to_do_first(
    home: Home, instance: dg.DagsterInstance, store: Store
) -> None:
    instance.add_dynamic_partitions(NAME, ["shop"])
    assert "run an audit to create it" in failure(materialise(instance, "inventory"))
    store.migrate()
    said = failure(materialise(instance, "repository_state", partition_key="shop"))
    assert "no audit was ever completed on this home" in said
    assert "run `gitops-assets audit ROOT` once" in said


def test_a_run_is_about_the_fleet_of_its_first_repository(
    audited: Home, fleet: Path, tmp_path: Path, instance: dg.DagsterInstance, store: Store
) -> None:
    repository(tmp_path / "other" / "tool")
    audit_of(audited, tmp_path / "other")
    assert materialise(instance, "repository_state", partition_key="shop").success
    assert store.audits()[0].roots == (str(fleet),)


def test_what_an_audit_could_not_look_into_stays_so_while_nobody_looks_again(
    audited: Home, fleet: Path, instance: dg.DagsterInstance, store: Store
) -> None:
    (fleet / "orphan").mkdir()
    (fleet / "orphan" / ".git").write_text(f"gitdir: {fleet}/api/.git/modules/orphan")
    told = audit_of(audited, fleet).not_looked_into
    assert [each.path for each in told] == [str(fleet / "orphan")]
    assert materialise(instance, "changes", "fleet_report").success
    assert store.audits()[0].not_looked_into == told


def test_a_repository_whose_git_folder_is_lost_is_unreadable_in_a_run_of_its_own_too(
    audited: Home, fleet: Path, instance: dg.DagsterInstance, store: Store
) -> None:
    (fleet / "shop" / ".git").rename(fleet.parent / "aside")
    assert materialise(instance, "repository_state", partition_key="shop").success
    assert store.snapshot().states["shop"].states == (State.UNREADABLE,)


def test_a_roll_up_is_about_the_fleet_of_the_run_that_it_follows(
    audited: Home, fleet: Path, tmp_path: Path, instance: dg.DagsterInstance, store: Store
) -> None:
    looked = materialise(instance, "repository_state", partition_key="shop").run_id
    repository(tmp_path / "other" / "tool")
    audit_of(audited, tmp_path / "other")
    assert materialise(instance, "changes", "fleet_report", tags={FOLLOWS: looked}).success
    assert [row.roots for row in store.audits(1)] == [(str(fleet),)]


def test_repositories_of_two_fleets_are_not_looked_at_in_one_run(
    audited: Home, fleet: Path, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    repository(tmp_path / "other" / "tool")
    audit_of(audited, tmp_path / "other")
    both = {"dagster/asset_partition_range_start": "api", "dagster/asset_partition_range_end": "tool"}
    said = failure(materialise(instance, "repository_state", tags=both))
    assert "tool: not of the fleet below" in said


def test_a_run_on_an_instance_that_is_forgotten_counts_all_the_same(audited: Home, store: Store) -> None:
    with dg.DagsterInstance.ephemeral() as forgotten:
        forgotten.add_dynamic_partitions(NAME, SLUGS)
        assert materialise(forgotten, "repository_state", partition_key="web").success
        job = definitions().resolve_job_def("audit")
        whole = {"dagster/asset_partition_range_start": "api", "dagster/asset_partition_range_end": "web"}
        assert job.execute_in_process(instance=forgotten, tags=whole).success
    assert statuses(store) == ["complete", "partial", "complete"]


def test_the_home_of_the_resource_may_be_configured(
    audited: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store: Store
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "nowhere"))
    with dg.DagsterInstance.ephemeral() as instance:
        resources = {"auditing": OfEachRun(home=str(audited.path)), "progress": Silent()}
        assert dg.materialize(ASSETS, selection=["inventory"], instance=instance, resources=resources).success
    assert statuses(store) == ["complete", "partial"]
