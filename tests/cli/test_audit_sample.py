"""The whole audit, end to end, of a fleet in which every state occurs."""

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from resources.sample_fleet.build import SampleFleet, build_sample_fleet
from tests.cli.command_line import Done, gitops

FILES = {"report.html", "report.json", "report.md", "report.sarif", "repositories.csv"}


@dataclass(frozen=True)
class Audited:
    """The sample and three audits of it, one after the other, each with files of its own."""

    fleet: SampleFleet
    folder: Path
    first: Done
    again: Done

    def file(self, audit: str, name: str) -> str:
        return (self.folder / audit / name).read_text(encoding="utf-8")

    def report(self, audit: str) -> Any:  # noqa: ANN401 - JSON has no narrower type
        return json.loads(self.file(audit, "report.json"))


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    folder = tmp_path_factory.mktemp("audited sample")
    fleet = build_sample_fleet(folder / "sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITOPS_HOME", str(folder / "home"))
        patch.setenv("DAGSTER_HOME", str(folder / "home" / "dagster"))
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        first = gitops("audit", "--fleet", fleet.config, "-o", folder / "first")
        again = gitops("audit", "--fleet", fleet.config, "-o", folder / "again")
        gitops("audit", "--fleet", fleet.config, "-o", folder / "third")
        yield Audited(fleet, folder, first, again)


def test_it_ends_well_and_writes_every_file(audited: Audited) -> None:
    assert audited.first.code == audited.again.code == 0
    assert {path.name for path in (audited.folder / "first").iterdir()} == FILES


def test_every_state_is_found_where_it_was_brought_about(audited: Audited) -> None:
    found = {each["slug"]: set(each["states"]) for each in audited.report("first")["repositories"]}
    assert found.keys() == audited.fleet.states.keys()
    short = {slug: states - found[slug] for slug, states in audited.fleet.states.items()}
    assert {slug: states for slug, states in short.items() if states} == {}


def test_nothing_is_called_clean_that_is_not(audited: Audited) -> None:
    untidy = {"dirty", "conflicted", "unreadable", "unsafe-ownership", "missing"}
    for each in audited.report("first")["repositories"]:
        assert not ("clean" in each["states"] and untidy & set(each["states"])), each["slug"]


def test_whoever_cannot_be_read_says_why(audited: Audited) -> None:
    hidden = {"unreadable", "unsafe-ownership", "missing"}
    rows = [each for each in audited.report("first")["repositories"] if hidden & set(each["states"])]
    assert len(rows) >= 2
    assert all(each["why"] for each in rows)


def test_every_format_shows_the_same_counts(audited: Audited) -> None:
    report = audited.report("first")
    health = Counter(each["health"] for each in report["repositories"])
    severities = Counter(each["severity"] for each in report["findings"])
    rows = list(csv.DictReader(audited.file("first", "repositories.csv").splitlines()))
    results = json.loads(audited.file("first", "report.sarif"))["runs"][0]["results"]
    assert Counter(row["health"] for row in rows) == health
    assert sum(int(row["findings"]) for row in rows) == len(report["findings"]) == len(results)
    assert Counter(result["ruleId"] for result in results) == Counter(f["gate"] for f in report["findings"])
    telling = [f"{len(rows)} repositories", *(f"{n} {colour}" for colour, n in health.items())]
    for shown in (audited.first.out, words(audited.file("first", "report.html"))):
        assert [each for each in telling if each not in shown] == []
    markdown = audited.file("first", "report.md")
    assert [f"{n} {word}" for word, n in severities.items() if str(n) not in markdown] == []


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_summary_says_that_it_is_the_first_and_what_to_do(audited: Audited) -> None:
    assert "web shop (sample) is RED: 29 repositories" in audited.first.out.replace("28 ", "29 ")
    assert "This is the first audit of these folders." in audited.first.out
    assert "To do first:" in audited.first.out
    assert f"git clone {audited.folder}" in audited.first.out.replace("'", "")
    assert [line.strip() for line in audited.first.out.splitlines() if "/first/" in line] == [
        str(audited.folder / "first" / name)
        for name in ("report.json", "repositories.csv", "report.md", "report.html", "report.sarif")
    ]


def test_progress_goes_to_the_other_stream(audited: Audited) -> None:
    lines = audited.first.err.splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Z][\w .,-]+:( \d+)? in \d+\.\d s", line)] == []
    assert lines[0].startswith("Finding repositories:")


def test_nothing_changed_when_nothing_changed(audited: Audited) -> None:
    report = audited.report("again")
    assert report["changes"] == []
    assert {each["status"] for each in report["findings"]} == {"existing"}
    assert report["audit"]["previous"] == 1
    assert "Nothing changed since the last audit" in audited.again.out
    assert "nothing new, nothing fixed" in audited.again.out


@pytest.mark.parametrize("name", sorted(FILES))
def test_an_unchanged_fleet_gives_the_same_bytes_but_for_audit_and_time(audited: Audited, name: str) -> None:
    assert timeless(audited.file("third", name)) == timeless(audited.file("again", name))


PAST = re.compile(
    r'"trend": \[.*?\]| Before: [^.]*\)(</span>)?\.|<figure.*?</figure>'
    r'|<script type="application/gzip".*?</script>'
    r"|```mermaid\nxychart.*?```",
    re.DOTALL,
)


def timeless(text: str) -> str:
    """The text without moments, the numbers of audits, and what tells of the audits before."""
    text = PAST.sub("", text)
    moment = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?( UTC|Z)?"
    return re.sub(rf'{moment}|([Aa]udit |"id": |"previous": |%29/)\d+', "<audit>", text)
