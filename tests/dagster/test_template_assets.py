"""The assets about templates: what a partition shows, and that a fleet without templates pays nothing."""

from pathlib import Path

import dagster as dg
import pytest

from gitops_assets.cli.audit_run import Wish, audit
from gitops_assets.jobs.templates import apply_template, enforce_compliance, rollback_template
from resources.fleet_file import load_fleet
from resources.home import Home
from resources.instance import open_instance
from resources.progress import Silent
from resources.store.store import Store
from tests.dagster.audits import audit_of, materialise
from tests.repositories import commit, git, repository

MADE = ("template_catalog", "template_drift", "template_plan")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """`api` and `web` below `fleet`, of which `api` shall follow a template."""
    files = {"copier.yml": "{}\n", ".editorconfig": "[*]\n", "gitops-template.yml": "title: Base\n"}
    git(repository(tmp_path / "template", **files), "tag", "v1.0.0")
    repository(tmp_path / "fleet" / "api")
    repository(tmp_path / "fleet" / "web")
    file = tmp_path / "fleet.yaml"
    file.write_text("templates:\n  base: {source: ./template, repositories: [api]}\n")
    return file


def audited(home: Home, config: Path) -> None:
    roots = (str(config.parent / "fleet"),)
    wish = Wish(fleet=load_fleet(str(config)), fleet_file=str(config), roots=roots, output=None)
    audit(home, wish, Silent())


def test_a_partition_shows_its_cells_and_what_applying_would_do(home: Home, config: Path) -> None:
    audited(home, config)
    commit(config.parent / "fleet" / "api", **{".editorconfig": "mine\n"})
    with open_instance(home) as instance:
        looked = materialise(instance, "repository_state", partition_key="api")
        assert looked.success
        done = materialise(instance, *MADE[1:], partition_key="api")
        assert done.success
        events = instance.fetch_materializations(dg.AssetKey("template_drift"), limit=1).records
        metadata = instance.get_latest_materialization_event(dg.AssetKey("template_plan"))
    assert events[0].partition_key == "api"
    told = events[0].asset_materialization
    assert told is not None
    assert ".editorconfig" in str(told.metadata["cells"].value)
    assert "conflict" in str(told.metadata["cells"].value)
    assert metadata is not None
    planned = metadata.asset_materialization
    assert planned is not None
    assert ".gitops/templates/base.yml" in str(planned.metadata["files"].value)


def test_the_catalogue_is_checked(home: Home, config: Path) -> None:
    config.write_text("templates:\n  base: {source: ./gone, repositories: [api]}\n")
    audited(home, config)
    with open_instance(home) as instance:
        done = materialise(instance, "template_catalog")
    checks = {each.check_name: each for each in done.get_asset_check_evaluations()}
    check = checks["every_template_is_readable"]
    assert checks["backups_valid"].passed
    assert not check.passed
    assert "base" in check.metadata


def test_an_audit_without_templates_makes_none_of_them(home: Home, config: Path) -> None:
    audit_of(home, config.parent / "fleet")
    with open_instance(home) as instance:
        made = {name for name in MADE if instance.get_latest_materialization_event(dg.AssetKey(name))}
    assert made == set()


def run(home: Home, job: dg.JobDefinition, op: str, **asked: object) -> dg.ExecuteInProcessResult:
    with open_instance(home) as instance:
        return job.execute_in_process(
            run_config={"ops": {op: {"config": asked}}}, instance=instance, raise_on_error=False
        )


def branches(folder: Path) -> set[str]:
    return set(git(folder, "branch", "--format=%(refname:short)").split())


def observed(result: dg.ExecuteInProcessResult) -> list[tuple[str | None, object]]:
    found = [
        event.asset_observation_data.asset_observation
        for event in result.all_events
        if event.is_asset_observation
    ]
    return [(each.partition, each.metadata["result"].value) for each in found]


def test_a_template_is_applied_only_when_that_is_approved_and_can_be_undone(home: Home, config: Path) -> None:
    audited(home, config)
    api = config.parent / "fleet" / "api"
    before = branches(api)
    dry = run(home, apply_template, "apply_to_repositories", template="base", repositories=["api"])
    assert observed(dry) == [("api", "planned")]
    refused = run(
        home, apply_template, "apply_to_repositories", template="base", repositories=["api"], dry_run=False
    )
    assert observed(refused) == [("api", "planned")]
    assert branches(api) == before
    done = run(
        home,
        apply_template,
        "apply_to_repositories",
        template="base",
        repositories=["api"],
        dry_run=False,
        approved=True,
    )
    assert observed(done) == [("api", "applied")]
    assert branches(api) - before == {"gitops/base-v1.0.0"}
    with Store.open(home.store_url) as store:
        (application,) = store.templates.history()
    undone = run(home, rollback_template, "undo_application", application=application.id, approved=True)
    assert observed(undone) == [("api", "rolled-back")]
    assert branches(api) == before


def test_only_what_falls_short_of_an_enforced_template_is_brought_to_it(home: Home, config: Path) -> None:
    audited(home, config)
    assert observed(run(home, enforce_compliance, "bring_to_compliance")) == []
    config.write_text("templates:\n  base: {source: ./template, repositories: [api, web], enforce: true}\n")
    audited(home, config)
    dry = run(home, enforce_compliance, "bring_to_compliance")
    assert sorted(observed(dry), key=str) == [("api", "planned"), ("web", "planned")]
    done = run(home, enforce_compliance, "bring_to_compliance", dry_run=False, approved=True)
    assert {result for _, result in observed(done)} == {"applied"}
    assert observed(run(home, enforce_compliance, "bring_to_compliance", below=0.0)) == []
