"""Every format shows the counts of ``summarise``, read back from the bytes."""

import base64
import csv
import gzip
import html
import io
import json
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings

from exporters import EXPORTERS
from exporters.model import Exporter, Material
from exporters.parts import words
from gitops_assets.core.model import Severity
from gitops_assets.core.report import Report, summarise
from tests.exporters.golden_fleet import empty, report
from tests.exporters.readers import READERS, UNREAD, by_path, counts_of
from tests.exporters.strategies import reports

each_read = pytest.mark.parametrize(
    "exporter", [each for each in EXPORTERS if each.id in READERS], ids=lambda exporter: exporter.id
)


def agree(exporter: Exporter, shown: Report) -> None:
    """Everything that the format tells is what every other format tells."""
    told = READERS[exporter.id](by_path(exporter.files(Material(shown)))).told()
    expected = counts_of(shown).told()
    assert told == {name: expected[name] for name in told}
    assert told


def test_every_format_can_be_read_back_or_says_why_not() -> None:
    ids = set(EXPORTERS.ids)
    assert ids == READERS.keys() | UNREAD.keys()
    assert not READERS.keys() & UNREAD.keys()


@each_read
@pytest.mark.parametrize("shown", [report(), empty()], ids=["golden", "empty"])
def test_every_format_tells_the_same(exporter: Exporter, shown: Report) -> None:
    agree(exporter, shown)


@each_read
@given(hostile=reports())
@settings(max_examples=12, deadline=None)
def test_every_format_tells_the_same_of_hostile_names(exporter: Exporter, hostile: Report) -> None:
    agree(exporter, hostile)


def rendered(name: str, shown: Report) -> str:
    return EXPORTERS.get(name).render(Material(shown)).decode()


def severities(shown: Report) -> dict[str, int]:
    return {str(name): number for name, number in summarise(shown).severities.items()}


@given(reports())
@settings(max_examples=30, deadline=None)
def test_json_counts_what_it_lists(shown: Report) -> None:
    read = json.loads(rendered("json", shown))
    live = [entry for entry in read["findings"] if entry["status"] not in ("fixed", "waived")]
    assert read["summary"]["repositories"] == len(read["repositories"])
    assert read["summary"]["health"] == Counter(entry["health"] for entry in read["repositories"])
    assert read["summary"]["severities"] == Counter(entry["severity"] for entry in live) == severities(shown)


def test_csv_lists_the_same_repositories_states_and_findings() -> None:
    lines = list(csv.DictReader(io.StringIO(rendered("csv", report()), newline="")))
    summary = summarise(report())
    assert Counter(line["health"] for line in lines) == {str(k): v for k, v in summary.health.items()}
    states = Counter(name for line in lines for name in line["states"].split())
    assert states == {str(k): v for k, v in summary.states.items()}
    assert sum(int(line["findings"]) for line in lines) == sum(summary.severities.values())


@given(reports())
@settings(max_examples=30, deadline=None)
def test_markdown_shows_the_same_findings_by_severity(shown: Report) -> None:
    headings = re.findall(r"^### (\w+) \((\d+)\)$", rendered("markdown", shown), re.MULTILINE)
    counted = {name.lower(): int(number) for name, number in headings if name != "Fixed"}
    assert counted == severities(shown)


@given(reports())
@settings(max_examples=30, deadline=None)
def test_html_shows_the_same_findings_and_repositories(shown: Report) -> None:
    page = rendered("html", shown)
    summary = summarise(shown)
    assert page.count("<li data-item ") == sum(summary.severities.values())
    health = Counter(re.findall(r'<tr data-health="(\w+)"', page))
    assert health == {str(k): v for k, v in summary.health.items()}
    states = dict(re.findall(r'<li data-state="([\w-]+)">.*?<span class="figure">(\d+)', page))
    assert states == {str(k): str(v) for k, v in summary.states.items()}


@given(reports())
@settings(max_examples=30, deadline=None)
def test_sarif_holds_the_same_open_findings(shown: Report) -> None:
    results = json.loads(rendered("sarif", shown))["runs"][0]["results"]
    counted = Counter(result["properties"]["severity"] for result in results)
    assert counted == severities(shown)
    assert list(severities(shown)) == [str(one) for one in Severity if str(one) in counted]


@given(reports())
@settings(max_examples=30, deadline=None)
def test_every_readable_format_names_what_was_not_looked_into(shown: Report) -> None:
    told = len(shown.not_looked_into)
    assert len(json.loads(rendered("json", shown))["fleet"]["not_looked_into"]) == told
    assert rendered("html", shown).count("<li data-unseen>") == told
    heading = f"### Not looked into ({told})"
    assert (heading in rendered("markdown", shown)) == bool(told)


@given(reports())
@settings(max_examples=30, deadline=None)
def test_json_counts_the_dependencies_that_it_lists(shown: Report) -> None:
    read = json.loads(rendered("json", shown))
    counted, listed = read["summary"]["dependencies"], read["dependencies"]
    for name in ("packages", "skipped", "unread"):
        assert counted[name] == len(listed[name])
    edges = listed["graph"]["edges"]
    assert counted["edges"] == len(edges)
    assert counted["pairs"] == len({(edge["source"], edge["target"]) for edge in edges})
    assert counted["conflicts"] == Counter(each["kind"] for each in listed["conflicts"])
    users = {slug for used in listed["packages"] for slug in used["repositories"]}
    assert counted["repositories"] == len(users)


@given(reports())
@settings(max_examples=30, deadline=None)
def test_the_readable_formats_count_the_same_dependencies(shown: Report) -> None:
    counts = summarise(shown).dependencies
    page, text = rendered("html", shown), rendered("markdown", shown)
    assert html.escape(words.dependencies(counts)) in page
    assert words.dependencies(counts) in text
    assert Counter(re.findall(r'<details data-item data-kind="(\w+)"', page)) == counts.conflicts
    assert page.count("<li data-skipped>") == counts.skipped
    assert page.count("<li data-unread>") == counts.unread
    for part in (words.tally(counts.conflicts), words.not_read(counts)):
        assert part in page
        assert part.lower() in text.lower()


def test_csv_counts_the_same_dependents_and_skipped_files() -> None:
    lines = list(csv.DictReader(io.StringIO(rendered("csv", report()), newline="")))
    counts = summarise(report()).dependencies
    assert sum(int(line["dependents"] or 0) for line in lines) == counts.pairs
    assert sum(int(line["skipped_files"] or 0) for line in lines) == counts.skipped
    assert sum(bool(int(line["dependencies"] or 0)) for line in lines) == counts.repositories


@given(reports())
@settings(max_examples=20, deadline=None)
def test_the_rows_inside_the_html_are_all_of_them(shown: Report) -> None:
    found = re.search(r'<script type="application/gzip" id="data">([^<]*)<', rendered("html", shown))
    assert found
    rows = json.loads(gzip.decompress(base64.b64decode(found[1])))
    summary = summarise(shown)
    assert rows["repositories"]["size"] == summary.repositories
    assert rows["findings"]["size"] == len(shown.findings)
    assert Counter(unpacked(rows["findings"], "status")) == {str(k): v for k, v in summary.statuses.items()}
    assert rows["changes"]["size"] == len(shown.changes)
    assert rows["packages"]["size"] == summary.dependencies.packages
    assert Counter(unpacked(rows["conflicts"], "kind")) == summary.dependencies.conflicts


def unpacked(block: dict[str, Any], name: str) -> list[Any]:
    column = block["columns"][name]
    return column if isinstance(column, list) else [column["of"][place] for place in column["at"]]
