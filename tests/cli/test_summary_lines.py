"""The summary leads with what asks for somebody."""

from dataclasses import replace

import click

from gitops_assets.cli.summary import A_GATE, bad_news_first, few_of_each, summary_lines
from gitops_assets.core.model import Cause, Change, Severity, Unseen
from tests.exporters.golden_fleet import empty, finding, report, state


def test_bad_news_stands_first_and_nothing_is_lost() -> None:
    shown = report()
    kinds = [change.kind for change in bad_news_first(shown)]
    assert kinds[:2] == ["finding-reopened", "repository-missing"]
    assert sorted(kinds) == sorted(change.kind for change in shown.changes)


def test_what_was_not_looked_into_is_told_with_the_reason_and_the_rest_is_counted() -> None:
    told = list(summary_lines(report(), []))
    assert "Not looked into: /srv/git/<b>locked|`x` (cannot be read: permission denied)" in told
    many = tuple(Unseen(f"/src/{number}", "cannot be read") for number in range(5))
    told = list(summary_lines(report(not_looked_into=many), []))
    assert sum(line.startswith("Not looked into") for line in told) == 3
    assert any("2 more in the report" in line for line in told)


def test_a_waiver_that_does_nothing_is_told() -> None:
    told = list(summary_lines(report(), []))
    assert "A waiver does nothing: commits-pushed for acme/*: it expired on 2026-02-28" in told


def test_waivers_are_counted() -> None:
    assert "Findings waived in 1 answer: the report says why and until when." in [
        *summary_lines(report(), [])
    ]


def test_the_score_is_told_with_what_it_was_and_what_is_weak() -> None:
    assert "Score: 71 of 100 (C, was 64), 94% known; below 60: hygiene." in [*summary_lines(report(), [])]


def test_without_advisories_vulnerabilities_are_unknown_not_absent() -> None:
    blind = replace(report(), quality=replace(report().quality, advisories=None))
    (told,) = (line for line in summary_lines(blind, []) if line.startswith("Vulnerabilities"))
    assert "unknown" in told
    assert "gitops-assets advisories import" in told


def test_dependencies_are_told_in_one_line() -> None:
    (told,) = (line for line in summary_lines(report(), []) if line.startswith("Dependencies"))
    between, disagreeing, unread = told.split("; ")
    assert between == "Dependencies: 7 between repositories of the fleet"
    assert disagreeing == "1 conflict, 1 resource, 1 cycle, 1 skew"
    assert unread == "2 files skipped, 1 repository not read."


def test_a_fleet_without_manifests_has_no_line_on_them() -> None:
    assert not [line for line in summary_lines(empty(), []) if line.startswith("Dependencies")]


def test_no_gate_floods_what_is_to_do_first() -> None:
    flood = [finding("noisy", f"a/{nth}", "m", "r", severity=Severity.HIGH) for nth in range(20)]
    told = list(
        summary_lines(
            report([state("b")], [*flood, finding("upstream-set", "b", "m", "r", severity=Severity.MEDIUM)]),
            [],
        )
    )
    assert sum("noisy" in line and "more" not in line for line in told) == A_GATE
    assert any("upstream-set" in line for line in told)
    assert "  … and 17 more in the report: 17 noisy" in map(click.unstyle, told)


def test_few_of_each_keeps_the_order() -> None:
    found = [finding(gate, slug, "m", "r") for slug in "abcd" for gate in ("x", "y")]
    assert [(each.gate, each.slug) for each in few_of_each(found)] == [
        (gate, slug) for slug in "abc" for gate in ("x", "y")
    ]


def test_what_to_do_first_says_in_which_file_unless_the_remedy_does() -> None:
    first = finding("x", "b", "m", "Pin it.", severity=Severity.HIGH, path="a/b.yml", line=7)
    others = ("Write a/b.yml again.", "git push")
    found = [first, *(replace(first, remedy=remedy) for remedy in others)]
    told = [*summary_lines(report([state("b")], found), [])]
    for ending in ("  a/b.yml:7: Pin it.", "  Write a/b.yml again.", "  git push"):
        assert any(click.unstyle(line).endswith(ending) for line in told)


def test_new_findings_that_ask_for_nobody_stand_behind_what_does() -> None:
    rule = next(iter(report().rules.values()))
    rules = {str(each): replace(rule, severity=each) for each in Severity}
    new = [
        Change(slug="a", kind=kind, subject=subject, before=None, after=None, cause=Cause.CODE)
        for kind, subject in [("finding-new", each) for each in ("info", "low", "medium")]
        + [("state-gained", "dirty"), ("repository-missing", "repository")]
    ]
    shown = bad_news_first(report(changes=new, rules=rules))
    assert [each.subject for each in shown] == ["medium", "repository", "low", "dirty", "info"]
