"""The store that benchmarks measure on is one as audits leave it: its reports are whole and add up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.synthetic_repository import Fleet
from benchmarks.synthetic_store import write_store
from gitops_assets.core.model import FindingStatus
from gitops_assets.core.report import summarise
from resources.reporting import report_of
from resources.store.store import Store

FLEET = Fleet(repositories=12, findings=10, days=20)


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path_factory.mktemp('synthetic') / 'store.db'}"
    assert write_store(url, FLEET) == 20
    with Store.open(url) as store:
        yield store


def test_the_last_audit_has_everything_that_a_report_may_show(synthetic: Store) -> None:
    report = report_of(synthetic, FLEET.last)
    assert len(report.repositories) == 12
    assert len(report.open_findings) >= 12 * 10
    assert len(report.quality.trend) == 12
    assert len(report.dependencies.graph.edges) == 11
    assert len(report.dependencies.conflicts) == 6
    assert {FindingStatus.NEW, FindingStatus.FIXED} & summarise(report).statuses.keys()
    assert {change.slug for change in report.changes} <= {row.state.slug for row in report.repositories}


def test_every_failing_answer_has_its_findings_at_any_time(synthetic: Store) -> None:
    for audit in (1, 7, 20):
        snapshot = synthetic.snapshot(audit)
        failing = {key for key, verdict in snapshot.verdicts.items() if verdict.outcome == "fail"}
        assert failing == {(each.slug, each.gate) for each in snapshot.findings.values()}


def test_the_same_sizes_give_the_same_store(synthetic: Store, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'again.db'}"
    write_store(url, FLEET)
    with Store.open(url) as again:
        assert report_of(again, 20) == report_of(synthetic, 20)
