import json
from collections import Counter
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given, settings

from exporters.json_report import document
from exporters.ndjson import render
from gitops_assets.core.report import Report
from gitops_assets.core.stream import stream_schema
from tests.exporters.golden_fleet import empty, report
from tests.exporters.strategies import reports

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads(stream_schema(json.loads((DOCS / "report.schema.json").read_text("utf-8"))))
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)


@pytest.mark.parametrize("shown", [report(), empty()])
def test_every_line_follows_the_schema(shown: Report) -> None:
    for line in render(shown).splitlines():
        VALIDATOR.validate(json.loads(line))


@pytest.mark.parametrize("lacking", ["severity", "slug", "opened"])
def test_a_line_that_lacks_a_key_does_not(lacking: str) -> None:
    line = next(json.loads(line) for line in render(report()).splitlines() if b'"type": "finding"' in line)
    assert VALIDATOR.is_valid(line)
    del line[lacking]
    assert not VALIDATOR.is_valid(line)
    assert not VALIDATOR.is_valid({"type": "no-such-type"})


@given(reports())
@settings(max_examples=25, deadline=None)
def test_the_footer_counts_the_lines_and_the_rows_are_those_of_the_report(hostile: Report) -> None:
    lines = [json.loads(line) for line in render(hostile).split(b"\n") if line]
    assert (lines[0]["type"], lines[-1]["type"]) == ("header", "footer")
    assert lines[-1]["lines"] == Counter(line["type"] for line in lines[1:-1])
    whole = json.loads(json.dumps(document(hostile)))
    found = [{k: v for k, v in line.items() if k != "type"} for line in lines if line["type"] == "finding"]
    assert len(found) == len(whole["findings"])
    assert lines[-1]["summary"] == whole["summary"] or hostile.findings
