"""The summary leads with what asks for somebody."""

from gitops_assets.cli.summary import bad_news_first, summary_lines
from tests.exporters.golden_fleet import report


def test_bad_news_stands_first_and_nothing_is_lost() -> None:
    shown = report()
    kinds = [change.kind for change in bad_news_first(shown)]
    assert kinds[:2] == ["finding-reopened", "repository-missing"]
    assert sorted(kinds) == sorted(change.kind for change in shown.changes)


def test_waivers_are_counted() -> None:
    assert "Findings waived in 1 answer: the report says why and until when." in [
        *summary_lines(report(), [])
    ]
