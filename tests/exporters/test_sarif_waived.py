import json
from typing import Any

import pytest
from hypothesis import given, settings

from exporters import sarif_waived
from gitops_assets.core.model import FindingStatus
from gitops_assets.core.report import Report, summarise
from tests.exporters.golden_fleet import empty, finding, report, state
from tests.exporters.strategies import reports
from tests.exporters.test_sarif import OFFICIAL


def results(shown: Report) -> list[dict[str, Any]]:
    log = json.loads(sarif_waived.render(shown))
    return [result for run in log["runs"] for result in run["results"]]


@pytest.mark.parametrize("shown", [report(), empty()])
def test_it_follows_the_official_schema(shown: Report) -> None:
    OFFICIAL.validate(json.loads(sarif_waived.render(shown)))


@given(reports())
@settings(max_examples=20, deadline=None)
def test_no_name_breaks_it_and_only_open_findings_are_unsuppressed(hostile: Report) -> None:
    OFFICIAL.validate(json.loads(sarif_waived.render(hostile)))
    live = [each for each in results(hostile) if not each["suppressions"]]
    assert len(live) == sum(summarise(hostile).severities.values())


def test_a_finding_that_was_waived_is_told_where_it_stands_and_why() -> None:
    known = finding(
        "changes-committed", "acme/docs", "m", "r", path="a.py", line=4, status=FindingStatus.WAIVED
    )
    (shown,) = results(report([state("acme/docs")], [known]))
    assert shown["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "acme/docs/a.py"
    assert shown["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "1 finding waived: <b>wip</b> | docs (until 2026-12-01).",
        }
    ]


def test_what_was_waived_before_is_told_once_for_its_repository_and_gate() -> None:
    (shown,) = results(report([state("acme/docs")], []))
    assert (shown["ruleId"], len(shown["suppressions"])) == ("changes-committed", 1)
    assert shown["message"]["text"].startswith("Work is committed: 1 finding waived:")


def test_fixed_findings_are_left_out() -> None:
    gone = finding("upstream-set", "a", "m", "r", status=FindingStatus.FIXED)
    assert results(report([state("a")], [gone])) == []
