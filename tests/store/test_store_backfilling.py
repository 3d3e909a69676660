"""Audits of the past are taken over below those of now, on both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, update

from gitops_assets.core.compliance.record import ScoreRecord
from gitops_assets.core.compliance.score import Score
from gitops_assets.core.model import Outcome, Severity
from resources.store import backfilling
from resources.store.model import Location
from resources.store.schema import FINDINGS
from resources.store.store import Store
from tests.store.audited import ROOTS, answered, begin, failed, finish, state
from tests.store.conftest import NewUrl

ONE = Location("a/one", b"/src/one", b"/src")
TWO = Location("a/two", b"/src/two", b"/src")


@pytest.fixture
def past(new_sqlite: NewUrl) -> Iterator[Store]:
    """Two audits: a finding that stayed, one that went, and a repository that came with the second."""
    with Store.open(new_sqlite()) as store:
        first = begin(store)
        store.record_repositories(first, 1, [ONE])
        store.record_states(first, 1, [state()])
        store.record_judgements(first, 1, [failed()])
        store.gates.record_scores(first, 1, [ScoreRecord("a/one", Score(50.0, 1.0))])
        finish(store, first)
        second = begin(store)
        store.record_repositories(second, 2, [ONE, TWO])
        store.record_states(second, 2, [state(), state("a/two")])
        store.record_judgements(second, 2, [failed(), failed("a/two", severity=Severity.HIGH)])
        finish(store, second)
        yield store


def taken_over(store: Store, past: Store) -> int:
    with past.database.reading() as source, store.database.writing() as connection:
        return backfilling.replace_past(connection, source, ROOTS)


def audited(store: Store) -> int:
    """The first audit: one finding is there, the other is not."""
    now = begin(store)
    store.record_repositories(now, 9, [ONE, TWO])
    store.record_states(now, 9, [state(), state("a/two")])
    store.record_judgements(now, 9, [failed(), answered(Outcome.PASS, "a/two")])
    return finish(store, now)


def test_the_past_comes_before_the_first_audit(store: Store, past: Store) -> None:
    now = audited(store)
    assert taken_over(store, past) == 2
    assert [each.id for each in store.audits()] == [now, -1, -2]
    assert store.previous_audit(now) == -1
    assert store.previous_audit(-1) == -2
    assert store.first_audit(ROOTS) == store.audit(now).started
    assert list(store.locations(-2)) == ["a/one"]
    assert list(store.locations(-1)) == list(store.locations(now)) == ["a/one", "a/two"]
    assert store.gates.scores(-1)["a/one"].score == Score(50.0, 1.0)
    assert store.gates.scores(now) == {}


def test_findings_are_opened_when_the_past_says(store: Store, past: Store) -> None:
    now = audited(store)
    taken_over(store, past)
    found = {each.slug: each.status.value for each in store.findings(now, -1)}
    assert found == {"a/one": "existing", "a/two": "fixed"}
    (finding,) = store.snapshot(now, ["a/one"]).findings.values()
    assert finding.opened_at == store.audit(-2).started


def test_taking_it_over_again_is_the_same(store: Store, past: Store) -> None:
    now = audited(store)
    taken_over(store, past)
    before = store.snapshot(now), store.snapshot(-1), store.snapshot(-2)
    assert taken_over(store, past) == 2
    assert (store.snapshot(now), store.snapshot(-1), store.snapshot(-2)) == before
    assert len(store.audits()) == 3


def test_a_shorter_past_opens_findings_when_the_audit_saw_them(
    store: Store, past: Store, new_sqlite: NewUrl
) -> None:
    now = audited(store)
    before = store.snapshot(now)
    taken_over(store, past)
    with Store.open(new_sqlite()) as nothing:
        assert taken_over(store, nothing) == 0
    assert [each.id for each in store.audits()] == [now]
    assert store.snapshot(now) == before


def test_audits_go_on_after_it(store: Store, past: Store) -> None:
    first = audited(store)
    taken_over(store, past)
    second = begin(store)
    store.record_judgements(second, 9, [answered(Outcome.PASS)])
    finish(store, second)
    assert second > first
    assert [each.status.value for each in store.findings(second, first)] == ["fixed"]


def test_what_an_imported_past_said_and_now_still_holds_is_not_lost_with_it(
    store: Store, past: Store
) -> None:
    audit = audited(store)
    taken_over(store, past)
    with store.database.writing() as connection:
        # So it stands where a report of -1 was imported before the audit.
        one = FINDINGS.table.c.slug == "a/one"
        connection.execute(delete(FINDINGS.table).where(one, FINDINGS.table.c.audit == audit))
        connection.execute(update(FINDINGS.table).where(one).values(verified=audit, ended=None))
    taken_over(store, past)
    assert [each.slug for each in store.findings(audit, None)] == ["a/one"]
