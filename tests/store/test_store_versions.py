"""Versioned rows against the obvious model: a full copy of everything at every audit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from resources.store.engine import database
from resources.store.findings import as_of
from resources.store.schema import METADATA, VERDICTS
from resources.store.versions import Said, always, batches, write

Fleet = dict[tuple[str, str], str]

KEYS = st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"))
FLEETS = st.dictionaries(KEYS, st.sampled_from(["pass", "fail"]))
HISTORY = st.lists(FLEETS, max_size=6)
DISORDER = st.lists(st.tuples(st.integers(1, 4), FLEETS), max_size=8)


@contextmanager
def tables() -> Iterator[Connection]:
    opened = database("sqlite://")
    METADATA.create_all(opened.engine, tables=[VERDICTS.table])
    with opened.writing() as connection:
        yield connection
    opened.engine.dispose()


def record(connection: Connection, audit: int, fleet: Fleet, groups: Sequence[str] = ("a", "b")) -> None:
    rows = [
        {"slug": slug, "asker": gate, "answers": outcome, "digest": outcome}
        for (slug, gate), outcome in fleet.items()
        if slug in groups
    ]
    write(connection, VERDICTS, audit, Said(rows, groups, always))


def known_at(connection: Connection, audit: int) -> list[tuple[tuple[str, str], str]]:
    column = VERDICTS.table.c
    query = select(column.slug, column.asker, column.answers).where(*as_of(VERDICTS, audit))
    return sorted(((slug, gate), outcome) for slug, gate, outcome in connection.execute(query))


@given(HISTORY)
@settings(deadline=None, max_examples=40)
def test_every_audit_can_be_read_back_as_if_it_had_been_copied(history: list[Fleet]) -> None:
    with tables() as connection:
        for audit, fleet in enumerate(history, 1):
            record(connection, audit, fleet)
        for audit, fleet in enumerate(history, 1):
            assert known_at(connection, audit) == sorted(fleet.items())


@given(HISTORY, FLEETS, FLEETS)
@settings(deadline=None, max_examples=40)
def test_an_audit_that_is_repeated_leaves_what_it_would_have_left_at_once(
    history: list[Fleet], killed: Fleet, repeated: Fleet
) -> None:
    with tables() as connection:
        for audit, fleet in enumerate([*history, killed], 1):
            record(connection, audit, fleet)
        last = len(history) + 1
        record(connection, last, repeated)
        for audit, fleet in enumerate([*history, repeated], 1):
            assert known_at(connection, audit) == sorted(fleet.items())
        assert rows(connection) == copied_only_where_changed([*history, repeated])


@given(DISORDER)
@settings(deadline=None, max_examples=40)
def test_audits_that_overtake_each_other_never_leave_two_answers(disorder: list[tuple[int, Fleet]]) -> None:
    with tables() as connection:
        for audit, fleet in disorder:
            record(connection, audit, fleet)
        for audit in range(1, 5):
            keys = [key for key, _ in known_at(connection, audit)]
            assert len(keys) == len(set(keys))


@given(FLEETS, FLEETS)
@settings(deadline=None, max_examples=30)
def test_groups_that_are_not_spoken_for_stay_as_they_were(before: Fleet, after: Fleet) -> None:
    with tables() as connection:
        record(connection, 1, before)
        record(connection, 2, after, groups=("a",))
        expected = [item for item in before.items() if item[0][0] == "b"]
        expected += [item for item in after.items() if item[0][0] == "a"]
        assert known_at(connection, 2) == sorted(expected)


def test_rows_that_nobody_closes_stay() -> None:
    with tables() as connection:
        record(connection, 1, {("a", "x"): "pass", ("a", "y"): "pass"})
        write(connection, VERDICTS, 2, Said(groups=["a"]))
        assert len(known_at(connection, 2)) == 2


def test_batches_hold_everything_once_and_in_order() -> None:
    lists = list(batches(range(12_345)))
    assert [len(each) for each in lists] == [5_000, 5_000, 2_345]
    assert [value for each in lists for value in each] == list(range(12_345))


def rows(connection: Connection) -> int:
    return len(connection.execute(VERDICTS.table.select()).all())


def copied_only_where_changed(history: list[Fleet]) -> int:
    """How many versions there are when nothing is copied that did not change."""
    pairs = zip([{}, *history], history, strict=False)
    return sum(before.get(key) != outcome for before, after in pairs for key, outcome in after.items())
