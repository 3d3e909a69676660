"""The store as tables: as of an audit, about its fleet, and the same from both databases."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from gitops_assets.core.model import Cause, Change, Outcome, Severity, State
from gitops_assets.core.vitality.model import Vitality
from resources.store.frames import frames
from resources.store.model import Location
from resources.store.phase_store import Phase
from resources.store.store import Store
from resources.store.vitality_store import Standing
from tests.models.tables import COLUMNS, dtype_of
from tests.store.audited import answered, begin, failed, finish, state
from tests.store.conftest import NewUrl

ONE = Location("a/one", b"/src/one", b"/src")
TWO = Location("a/two", b"/src/two", b"/src")
OTHER = Location("b/other", b"/jobs/other", b"/jobs")
ALIVE = Vitality(committed=100, commits_year=3, median_gap_days=2.5, risk=0.25)
MOVED = Change(slug="a/one", kind="moved", subject="head", before="1", after="2", cause=Cause.CODE)
ODD = state(
    "a/two", branch='","states":["bare"],"\0\udcff', committed=2**80, states=(State.DIRTY, State.AHEAD)
)


def filled(store: Store) -> Store:
    """Two audits of one fleet, one of another, one that was interrupted, and a last one."""
    first = begin(store)
    store.record_repositories(first, 1, [ONE, TWO])
    store.record_states(first, 1, [state(), ODD])
    store.record_judgements(first, 1, [failed(), answered(Outcome.UNKNOWN, "a/two")])
    finish(store, first)
    store.record_changes(first, [MOVED])
    other = begin(store, roots=("/jobs",))
    store.record_repositories(other, 2, [OTHER])
    store.record_states(other, 2, [state("b/other")])
    store.record_judgements(other, 2, [failed("b/other")])
    finish(store, other)
    store.record_changes(other, [MOVED])
    store.finish_audit(begin(store), status="interrupted", at=350)
    last = begin(store)
    store.retire(last, 4, ["a/two"])
    store.record_judgements(last, 4, [failed(severity=Severity.HIGH)])
    store.vitality.record(
        last, 4, {"a/one": (Standing("refs", 7), ALIVE), "b/other": (Standing("", 7), ALIVE)}
    )
    store.phases.record(last, [Phase("Asking gates", 1, 2, 90), Phase("Asking gates", 1, 1, 60, "a/one")])
    finish(store, last)
    return store


def listed(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [tuple(row) for row in plain.itertuples(index=False)]


def test_the_tables_hold_what_was_known_at_the_audit(store: Store) -> None:
    tables = frames(filled(store), 4)
    mark = failed().findings[0].fingerprint
    assert listed(tables["audits"]) == [(1, 100, 150), (4, 400, 450)]
    assert listed(tables["repositories"]) == [("a/one", 1, None), ("a/two", 1, 4)]
    assert listed(tables["repository_states"]) == [("a/one", None, None, "clean", None, None)]
    failing = '{"work-committed":["fail",null]}'
    unknown = '{"work-committed":["unknown","there is a reason"]}'
    assert listed(tables["verdicts"]) == [
        ("a/one", "state", failing, 1, None),
        ("a/two", "state", unknown, 1, 4),
    ]
    assert listed(tables["findings"]) == [
        ("a/one", "work-committed", mark, "medium", ".", None, 100, 1, 4),
        ("a/one", "work-committed", mark, "high", ".", None, 100, 4, None),
    ]
    assert listed(tables["changes"]) == [(1, "a/one", "moved", "head", "1", "2", "code")]
    ((slug, *_, risk),) = listed(tables["vitality"])
    assert (slug, risk) == ("a/one", 0.25)
    assert listed(tables["phases"]) == [
        (4, "Asking gates", "", 1, 2, 90),
        (4, "Asking gates", "a/one", 1, 1, 60),
    ]


def test_an_audit_of_the_past_is_told_as_if_nothing_had_come_after_it(store: Store) -> None:
    tables = frames(filled(store), 1)
    assert listed(tables["audits"]) == [(1, 100, 150)]
    assert listed(tables["repositories"]) == [("a/one", 1, None), ("a/two", 1, None)]
    assert listed(tables["verdicts"])[1][0] == "a/two"
    assert [row[-2:] for row in listed(tables["verdicts"])] == [(1, None), (1, None)]
    assert [row[-2:] for row in listed(tables["findings"])] == [(1, None)]


def test_another_fleet_of_the_home_is_left_out(store: Store) -> None:
    tables = frames(filled(store), 2)
    assert listed(tables["repositories"]) == [("b/other", 2, None)]
    assert set(tables["findings"]["slug"]) == set(tables["verdicts"]["slug"]) == {"b/other"}
    assert listed(tables["audits"]) == [(2, 200, 250)]
    assert listed(tables["changes"]) == [(2, "a/one", "moved", "head", "1", "2", "code")]


def test_an_audit_that_is_still_at_work_is_told_with_those_before_it(store: Store) -> None:
    running = begin(filled(store))
    assert listed(frames(store, running)["audits"]) == [(1, 100, 150), (4, 400, 450), (5, 500, 500)]


def test_states_are_read_though_a_repository_names_its_branch_like_one(store: Store) -> None:
    (_, odd) = listed(frames(filled(store), 1)["repository_states"])
    assert odd == ("a/two", None, None, "dirty ahead", 2**63 - 1, None)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_the_same_columns_and_types_with_and_without_rows(store: Store, name: str) -> None:
    empty = frames(store, begin(store))[name]
    full = frames(filled(store), 5)[name]
    types = [dtype_of(column) for column in COLUMNS[name]]
    assert tuple(empty.columns) == tuple(full.columns) == COLUMNS[name]
    assert [str(each) for each in empty.dtypes] == [str(each) for each in full.dtypes] == types


def test_both_databases_give_the_same_tables(new_sqlite: NewUrl, emptied_postgres: str) -> None:
    with Store.open(new_sqlite()) as sqlite, Store.open(emptied_postgres) as postgres:
        for audit in (1, 2, 4):
            ours, theirs = frames(_once(sqlite), audit), frames(_once(postgres), audit)
            assert ours.keys() == theirs.keys() == COLUMNS.keys()
            for name in COLUMNS:
                assert_frame_equal(ours[name], theirs[name])


def _once(store: Store) -> Store:
    return store if store.audits() else filled(store)
