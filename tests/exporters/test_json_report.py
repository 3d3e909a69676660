import json
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given, settings

from exporters.json_report import document, render
from gitops_assets.core.dependencies.graph.model import ConflictKind, Level
from gitops_assets.core.dependencies.model import Confidence, Kind, Scope
from gitops_assets.core.model import Cause, FindingStatus, Health, Inventory, RepositoryState, Severity, State
from gitops_assets.core.report import Report
from gitops_assets.core.state.document import state_document
from gitops_assets.core.times import iso
from tests.exporters.golden_fleet import STATES, empty, report
from tests.exporters.strategies import reports

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text())
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)
DEFS = SCHEMA["$defs"]


@pytest.mark.parametrize("shown", [report(), empty()])
def test_the_report_follows_its_schema(shown: Report) -> None:
    VALIDATOR.validate(json.loads(render(shown)))


@given(reports())
@settings(max_examples=30, deadline=None)
def test_whatever_a_repository_is_called_the_report_can_be_read_back(hostile: Report) -> None:
    read = json.loads(render(hostile))
    for shown, row in zip(read["repositories"], hostile.repositories, strict=True):
        assert shown["slug"].encode() == row.state.slug.encode(errors="backslashreplace")
        assert shown["ahead"] == row.state.ahead
    for shown, finding in zip(read["findings"], hostile.findings, strict=True):
        assert shown["remedy"].encode() == finding.remedy.encode(errors="backslashreplace")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("state", State),
        ("severity", Severity),
        ("health", Health),
        ("status", FindingStatus),
        ("cause", Cause),
        ("dependency_kind", Kind),
        ("scope", Scope),
        ("confidence", Confidence),
        ("level", Level),
        ("conflict_kind", ConflictKind),
    ],
)
def test_the_schema_knows_exactly_our_words(name: str, words: type[State]) -> None:
    assert DEFS[name]["enum"] == [str(word) for word in words]


def test_the_schema_demands_every_key_that_is_written() -> None:
    written = document(report())
    assert list(written) == SCHEMA["required"]
    for part, name in (
        ("repositories", "repository"),
        ("findings", "finding"),
        ("changes", "change"),
        ("rules", "rule"),
    ):
        entries = written[part]
        assert isinstance(entries, list)
        assert list(entries[0]) == DEFS[name]["required"], name


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (("graph", "nodes"), "node"),
        (("graph", "edges"), "edge"),
        (("conflicts",), "conflict"),
        (("packages",), "used"),
        (("technologies",), "technology"),
        (("skipped",), "skipped_file"),
        (("unread",), "unread"),
    ],
)
def test_the_schema_demands_every_key_of_dependencies(place: tuple[str, ...], name: str) -> None:
    rows = json.loads(render(report()))["dependencies"]
    for key in place:
        rows = rows[key]
    assert set(rows[0]) == set(DEFS[name]["required"]) == set(DEFS[name]["properties"])


def test_each_row_stands_on_a_line_of_its_own() -> None:
    lines = [line.strip().rstrip(",") for line in render(report()).decode().splitlines()]
    rows = [json.loads(line) for line in lines if line.startswith('{"')]
    assert sum("fingerprint" in row for row in rows) == len(report().findings)
    assert json.loads(render(report([STATES[0]], [])))["repositories"][0]["ahead"] == 0


@pytest.mark.parametrize("part", SCHEMA["required"])
def test_a_report_that_lacks_a_part_is_refused(part: str) -> None:
    lacking = {key: value for key, value in json.loads(render(report())).items() if key != part}
    assert not VALIDATOR.is_valid(lacking)


def test_every_field_of_a_state_is_shown_under_its_own_name() -> None:
    assert set(state_document(STATES[0])) == set(RepositoryState.__dataclass_fields__)


def test_an_unreadable_inventory_counts_nothing_and_says_why() -> None:
    blind = document(report(inventory=Inventory(configured=True, unknown="the forge answered 503")))
    fleet = blind["fleet"]
    assert isinstance(fleet, dict)
    assert fleet["inventory"] == {
        "configured": True,
        "repositories": None,
        "unknown": "the forge answered 503",
    }


@pytest.mark.parametrize(
    ("epoch", "shown"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (None, None),
        (2**63, None),
        (-(2**63), None),
    ],
)
def test_a_time_that_no_calendar_has_is_not_known(epoch: int | None, shown: str | None) -> None:
    assert iso(epoch) == shown
