import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings

from exporters.model import Material
from exporters.parts import sarif_limits
from exporters.parts.file_names import file_names
from exporters.parts.sarif_limits import BYTES, KEPT, RUNS, deliveries
from exporters.sarif_repositories import EXPORTER
from gitops_assets.core.model import FindingRecord, FindingStatus, Remote, Severity
from gitops_assets.core.report import Report, summarise
from tests.exporters.code_scanning import faults
from tests.exporters.golden_fleet import empty, finding, report, state
from tests.exporters.strategies import reports
from tests.exporters.test_sarif import OFFICIAL


def written(shown: Report) -> dict[str, bytes]:
    return {file.path: file.content for file in EXPORTER.files(Material(shown))}


def uploads(shown: Report) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(written(shown)["uploads.json"])["repositories"]
    return listed


def logs(shown: Report) -> dict[str, dict[str, Any]]:
    return {path: json.loads(body) for path, body in written(shown).items() if path.endswith(".sarif")}


def many(count: int, **known: Any) -> list[FindingRecord]:  # noqa: ANN401 - any field of the finding
    return [finding("upstream-set", "a", f"m {nth}", "r", **known) for nth in range(count)]


@pytest.mark.parametrize("shown", [report(), empty()])
def test_every_file_is_one_that_code_scanning_takes_whole(shown: Report) -> None:
    for body in written(shown).values():
        if b'"runs"' in body:
            OFFICIAL.validate(json.loads(body))
            assert faults(body) == []


@given(reports())
@settings(max_examples=20, deadline=None)
def test_no_repository_makes_a_file_that_is_refused(hostile: Report) -> None:
    for path, body in written(hostile).items():
        if path.endswith(".sarif"):
            assert OFFICIAL.is_valid(json.loads(body))
            assert faults(body) == []


@given(reports())
@settings(max_examples=20, deadline=None)
def test_all_files_together_hold_every_open_finding_once(hostile: Report) -> None:
    told = [
        result["properties"]["severity"]
        for log in logs(hostile).values()
        for run in log["runs"]
        for result in run["results"]
    ]
    assert len(told) == sum(summarise(hostile).severities.values())
    assert len(told) == sum(sum(file["results"]) for each in uploads(hostile) for file in each["files"])


@given(reports())
@settings(max_examples=20, deadline=None)
def test_the_list_names_every_file_and_nothing_else(hostile: Report) -> None:
    files = [file["path"] for each in uploads(hostile) for file in each["files"]]
    assert sorted(files) == sorted(logs(hostile))
    assert len(files) == len({path.casefold() for path in files})


def test_addresses_begin_at_the_root_of_the_repository() -> None:
    shown = report([state("acme/web")], [finding("upstream-set", "acme/web", "m", "r", path="a b/c.py")])
    (run,) = logs(shown)["sarif/acme/web.sarif"]["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%20b/c.py", "uriBaseId": "%SRCROOT%"}
    assert run["automationDetails"] == {"id": "gitops-assets/14"}
    (provenance,) = run["versionControlProvenance"]
    assert provenance["repositoryUri"] == "https://git.example.org/acme/web.git"
    assert provenance["mappedTo"] == {"uriBaseId": "%SRCROOT%"}
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["upstream-set"]


def test_the_list_says_what_an_upload_has_to_tell() -> None:
    (entry,) = uploads(report([state("acme/web", head="c0ffee")], []))
    assert entry == {
        "slug": "acme/web",
        "repository": "https://git.example.org/acme/web.git",
        "commit": "c0ffee",
        "ref": "refs/heads/main",
        "files": [{"path": "sarif/acme/web.sarif", "categories": ["gitops-assets"], "results": [0]}],
    }
    (unknown,) = uploads(report([state("a", head=None, branch=None, remotes=(Remote("o", "x"),))], []))
    assert (unknown["repository"], unknown["commit"], unknown["ref"]) == (None, None, None)


def test_a_clean_repository_has_a_file_too_so_that_its_alerts_close() -> None:
    assert [run["results"] for log in logs(report([state("a")], [])).values() for run in log["runs"]] == [[]]


def test_what_is_waived_or_fixed_is_left_out() -> None:
    gone = [
        finding("upstream-set", "a", f"m {status}", "r", status=status)
        for status in (FindingStatus.WAIVED, FindingStatus.FIXED)
    ]
    assert [run["results"] for log in logs(report([state("a")], gone)).values() for run in log["runs"]] == [
        []
    ]


def sizes(findings: Sequence[FindingRecord]) -> list[list[int]]:
    return [[len(run) for run in runs] for runs in deliveries(findings)]


def test_a_run_holds_as_many_results_as_are_kept_and_a_file_as_many_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert sizes([]) == [[0]]
    assert sizes(many(KEPT)) == [[KEPT]]
    one = many(1)
    assert sizes(one * (KEPT + 1)) == [[KEPT, 1]]
    monkeypatch.setattr(sarif_limits, "BYTES", 10**12)
    assert sizes(one * (KEPT * RUNS + 1)) == [[KEPT] * RUNS, [1]]


def test_files_are_split_before_they_are_too_large_and_every_run_has_a_category_of_its_own() -> None:
    long = many(300, snippet="x" * 20_000)
    shown = report([state("a")], long)
    split = written(shown)
    assert set(split) == {"uploads.json", "sarif/a.sarif", "sarif/a+2.sarif"}
    assert all(len(body) < BYTES + 1_000_000 for body in split.values())
    assert [faults(body) for path, body in split.items() if path.endswith(".sarif")] == [[], []]
    (entry,) = uploads(shown)
    assert [file["categories"] for file in entry["files"]] == [["gitops-assets"], ["gitops-assets/2"]]
    assert sum(sum(file["results"]) for file in entry["files"]) == 300


def test_the_worst_come_first_whatever_the_order_they_are_told_in() -> None:
    mixed = [*many(3, severity=Severity.INFO), *many(2, severity=Severity.CRITICAL)]
    ((ranked,),) = deliveries(mixed)
    assert [each.severity for each in ranked] == [Severity.CRITICAL] * 2 + [Severity.INFO] * 3


def test_no_two_repositories_share_a_file_and_none_is_called_what_a_disk_refuses() -> None:
    slugs = ["a", "A", "a.sarif/b", "..", "", "_", "x" * 300, "x" * 300 + "y", "é" * 100, "a\nb", "CON:"]
    names = file_names(slugs, ".sarif")
    assert set(names) == set(slugs)
    assert len({f"{name}.sarif".casefold() for name in names.values()}) == len(slugs)
    for name in names.values():
        assert all(0 < len(part) < 230 and part not in ("..", ".") for part in name.split("/"))
    assert names["A"] == "A"
    assert names["a"].startswith("a+")
