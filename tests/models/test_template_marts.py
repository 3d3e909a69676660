"""The SQL models about templates, over a small store."""

import json
from dataclasses import replace

import pytest

from dbt_like_reports.project import load_project
from dbt_like_reports.runner import Run, run
from gitops_assets.core.templates.document import drift_document, scored
from gitops_assets.core.templates.model import Cell, Drift, DriftedFile, Version
from tests.models.tables import DAY, rows, tables

V1, V2 = Version(tag="v1", oid="1" * 40), Version(tag="v2", oid="2" * 40)
OLD = scored(
    Drift(
        slug="acme/api",
        template="ci",
        version=V1,
        latest=V2,
        behind=1,
        files=(
            DriftedFile(path="ci.yml", cell=Cell.OUTDATED, line=3, end_line=4, weight=2.0),
            DriftedFile(path="own", cell=Cell.UNCHANGED),
        ),
        missing_required=("docs/",),
        required=1,
    )
)
NEW = scored(
    replace(
        OLD,
        version=V2,
        behind=0,
        missing_required=(),
        files=(DriftedFile(path="ci.yml", cell=Cell.UNCHANGED),),
    )
)
LOST = Drift(slug="acme/api", template="lost", version=V1, latest=V2, unknown="the version is gone")
NOW = 1_772_366_400


def row(drift: Drift, audit: int, ended: int | None) -> tuple[object, ...]:
    tag = drift.version.tag if drift.version else None
    document = json.dumps(drift_document(drift))
    return (
        *(drift.slug, drift.template, tag, drift.latest.tag, drift.score, 1.0),
        *(drift.behind, document, audit, ended),
    )


@pytest.fixture(scope="module")
def made() -> Run:
    fleet = tables(
        audits=[(1, NOW - DAY, NOW - DAY + 60), (2, NOW, NOW + 60)],
        repositories=[("acme/api", 1, None)],
        repository_states=[("acme/api", None, None, "clean", NOW, None)],
        template_drifts=[row(OLD, 1, 2), row(NEW, 2, None), row(LOST, 2, None)],
    )
    return run(load_project(), {"store": fleet})


def test_the_matrix_has_each_file_as_it_stands_now(made: Run) -> None:
    assert rows(made.tables["drift_matrix"], "slug", "template", "version", "path", "cell", "score") == [
        ("acme/api", "ci", "v2", "ci.yml", "unchanged", NEW.score)
    ]


def test_compliance_is_told_of_every_template_known_or_not(made: Run) -> None:
    told = rows(made.tables["template_compliance"], "template", "score", "files", "drifted_files", "unknown")
    assert told == [("ci", 100.0, 1, 0, None), ("lost", None, 0, 0, "the version is gone")]


def test_the_trend_tells_each_audit_as_it_was(made: Run) -> None:
    told = rows(made.tables["template_trend"], "audit", "template", "score", "behind", "unapplied")
    assert told == [(1, "ci", OLD.score, 1, 0), (2, "ci", 100.0, 0, 0), (2, "lost", None, 0, 0)]


def test_every_column_test_holds(made: Run) -> None:
    assert [each.message for each in made.tests if not each.passed] == []
