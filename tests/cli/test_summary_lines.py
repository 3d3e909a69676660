"""The summary leads with what asks for somebody."""

from gitops_assets.cli.summary import bad_news_first, summary_lines
from gitops_assets.core.model import Unseen
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


def test_waivers_are_counted() -> None:
    assert "Findings waived in 1 answer: the report says why and until when." in [
        *summary_lines(report(), [])
    ]
