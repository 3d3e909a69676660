"""Every format tells the same of the templates that repositories follow."""

import json
import re

import jsonschema_rs
import pytest

from exporters import html, json_report, markdown, ndjson
from exporters.csv_repositories import render as csv_repositories
from exporters.model import Material
from exporters.parts.sheets import report_tables
from gitops_assets.core.templates.document import drift_document, drift_of
from gitops_assets.core.templates.model import Drift
from tests.documents import schema
from tests.exporters.following_fleet import following_report, section
from tests.exporters.golden_fleet import report

SAID = "2 repositories follow 2 templates and score"


def test_the_json_report_is_as_its_schema_says() -> None:
    told = json.loads(json_report.render(following_report()))
    jsonschema_rs.validator_for(schema("report")).validate(told)
    assert [each["score"] for each in told["templates"]["repositories"]] == [
        round(each.score, 1) if each.score is not None else None for each in section().drifts
    ]
    assert told["templates"]["templates"][1]["cells"]["missing"] == 1
    tallies = {each["template"]: each for each in told["templates"]["templates"]}
    assert (tallies["python-ci"]["unapplied"], tallies["old"]["unknown"]) == (1, 1)


@pytest.mark.parametrize("drift", section().drifts, ids=lambda each: f"{each.slug} {each.template}")
def test_a_drift_comes_back_from_its_document(drift: Drift) -> None:
    assert drift_of(json.loads(json.dumps(drift_document(drift)))) == drift


def test_the_stream_has_the_section_as_a_line() -> None:
    lines = [json.loads(line) for line in ndjson.render(following_report()).splitlines()]
    (line,) = [each for each in lines if each["type"] == "templates"]
    assert {"type": "templates", **json.loads(json_report.render(following_report()))["templates"]} == line


def test_markdown_has_a_table_only_where_somebody_follows_a_template() -> None:
    told = markdown.render(following_report()).decode()
    assert SAID in told
    assert "not known: the version is gone" in told
    assert "never applied, newest is v2.0.0" in told
    assert "1 unchanged, 1 adapted" in told
    assert "## Templates" not in markdown.render(report()).decode()


def test_the_page_tells_of_templates_without_its_program() -> None:
    told = html.render(following_report()).decode()
    assert SAID in told
    assert re.search(r"v1\.0\.0, newest is v2\.0\.0", told)
    assert "follows a template, as far as is known" in html.render(report()).decode()


def test_tables_are_written_only_where_somebody_follows_a_template() -> None:
    tables = {each.name: each for each in report_tables(Material(following_report(), dict))}
    drift = next(iter(tables["drift"].records()))
    assert (drift["path"], drift["cell"]) == (".github/workflows/ci.yml", "adapted")
    assert [each["unknown"] for each in tables["templates"].records()] == [None, None, "the version is gone"]
    assert sum(each["failing"] for each in tables["template_rules"].records()) == 5  # type: ignore[misc] # whole numbers
    plain = {each.name for each in report_tables(Material(report(), dict))}
    assert not plain & {"templates", "drift", "template_rules"}


def test_a_repositorys_record_says_what_was_applied_last() -> None:
    told = json.loads(json_report.render(following_report()))["repositories"]
    assert {"last_template_applied", "template_compliance"} <= told[0].keys()
    assert b"template_compliance" in csv_repositories(following_report())
