"""What is told of templates: applied, rolled back, drifted."""

import json
from dataclasses import replace

import jsonschema_rs
import pytest

from gitops_assets.core.events.model import EventKind
from gitops_assets.core.events.reading import event_of
from gitops_assets.core.events.schema import event_schema
from gitops_assets.core.events.templates import Acted, acted
from gitops_assets.core.events.transitions import transitions
from gitops_assets.core.model import FindingStatus, Severity
from gitops_assets.core.report import Rule
from gitops_assets.core.templates.model import Action, ApplyState, Cell, Drift, DriftedFile, Version
from gitops_assets.core.templates.section import TemplateSection
from tests.core.fleet_snapshots import found
from tests.events.test_transitions import report

ACT = Acted(
    application="app_1",
    slug="acme/app",
    template="python-ci",
    version="v2.0.0",
    result=ApplyState.APPLIED,
    who="somebody",
    at=1_700_000_000,
    seconds=1.23456,
    branch="gitops/python-ci-v2.0.0",
    commit="1" * 40,
    files={Action.CREATE: 3},
)


@pytest.mark.parametrize("result", list(ApplyState))
def test_every_result_of_an_application_is_told_as_the_schema_has_it(result: ApplyState) -> None:
    event = acted(replace(ACT, result=result, why="it\nis so"))
    validator = jsonschema_rs.validator_for(json.loads(event_schema()))
    validator.validate(event.document)
    assert event_of(event.document) == event
    undone = result is ApplyState.ROLLED_BACK
    assert event.kind is (EventKind.TEMPLATE_ROLLED_BACK if undone else EventKind.TEMPLATE_APPLIED)
    assert "\n" not in event.title


def test_an_application_says_who_did_what_where_and_how_long_it_took() -> None:
    event = acted(ACT)
    assert event.title == "python-ci v2.0.0 was applied to acme/app"
    assert (event.slug, event.subject, event.cause) == ("acme/app", "python-ci", "application:app_1")
    told = {name: event.details[name] for name in ("who", "version", "result", "files", "seconds")}
    assert told == {
        "who": "somebody",
        "version": "v2.0.0",
        "result": "applied",
        "files": {"create": 3},
        "seconds": 1.235,
    }


def test_a_failure_is_worse_than_a_conflict() -> None:
    told = [acted(replace(ACT, result=each)).severity for each in (ApplyState.FAILED, ApplyState.CONFLICTED)]
    assert told == [Severity.HIGH, Severity.MEDIUM]


V1 = Version(tag="v1.0.0", oid="1" * 40)
DRIFT = Drift(
    slug="acme/app",
    template="python-ci",
    version=V1,
    latest=V1,
    files=(DriftedFile(path="ci.yml", cell=Cell.ADAPTED), DriftedFile(path="same", cell=Cell.UNCHANGED)),
    score=90.0,
)
RULE = Rule(
    id="template-files-unedited", title="", doc="", remedy="", severity=Severity.LOW, category="templates"
)


def drifted(status: FindingStatus, path: str = "ci.yml") -> list[str]:
    finding = replace(found(gate=RULE.id, status=status), path=path)
    known = replace(report(finding), templates=TemplateSection(drifts=(DRIFT,)), rules={RULE.id: RULE})
    events = [each for each in transitions(known) if each.kind is EventKind.DRIFT_DETECTED]
    return [f"{each.slug} {each.subject} {each.details['files']}" for each in events]


def test_drift_that_the_audit_before_did_not_find_is_told_once_a_template() -> None:
    file = {"path": "ci.yml", "line": 1, "gate": RULE.id, "cell": "adapted"}
    assert drifted(FindingStatus.NEW) == [f"acme/app python-ci {[file]}"]
    assert drifted(FindingStatus.REOPENED) == drifted(FindingStatus.NEW)


def test_drift_that_was_known_or_is_of_another_file_is_not_told() -> None:
    assert drifted(FindingStatus.EXISTING) == []
    assert drifted(FindingStatus.NEW, "same") == []
