"""The assets about templates: what a partition shows, and that a fleet without templates pays nothing."""

from pathlib import Path

import dagster as dg
import pytest

from gitops_assets.cli.audit_run import Wish, audit
from resources.fleet_file import load_fleet
from resources.home import Home
from resources.instance import open_instance
from resources.progress import Silent
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


def shown(result: dg.ExecuteInProcessResult, asset: str, label: str) -> str:
    found = [
        event.step_materialization_data.materialization.metadata[label].value
        for event in result.all_events
        if event.is_step_materialization and event.asset_key == dg.AssetKey(asset)
    ]
    return str(found[-1])


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
    (check,) = done.get_asset_check_evaluations()
    assert not check.passed
    assert "base" in check.metadata


def test_an_audit_without_templates_makes_none_of_them(home: Home, config: Path) -> None:
    audit_of(home, config.parent / "fleet")
    with open_instance(home) as instance:
        made = {name for name in MADE if instance.get_latest_materialization_event(dg.AssetKey(name))}
    assert made == set()
