"""The summary leads with what asks for somebody."""

from dataclasses import replace

from gitops_assets.cli.summary import bad_news_first, summary_lines
from gitops_assets.core.dependencies.graph import build_graph
from gitops_assets.core.dependencies.section import DependencySection
from gitops_assets.core.model import Unseen
from tests.dependencies.members import member, need
from tests.exporters.golden_fleet import report


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


def test_what_depends_on_what_is_counted_and_where_to_look_is_named() -> None:
    circle = build_graph([member("a", ["b", need("b", line=9)], ["a"]), member("b", ["a"], ["b"])])
    told = summary_lines(replace(report(), dependencies=DependencySection(graph=circle)), [])
    assert (
        "2 times one repository needs another, 1 circle among them: `gitops-assets graph` shows it, "
        "`gitops-assets impact SLUG` says who breaks." in told
    )


def test_a_fleet_without_edges_has_no_line_about_them() -> None:
    alone = replace(report(), dependencies=DependencySection())
    assert not any("gitops-assets graph" in line for line in summary_lines(alone, []))


def test_waivers_are_counted() -> None:
    assert "Findings waived in 1 answer: the report says why and until when." in [
        *summary_lines(report(), [])
    ]
