"""What gates answered is one row for each asker, in stores that had a row for each gate too."""

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from gitops_assets.core.gates.model import Evaluation
from gitops_assets.core.model import Outcome
from resources.store import revisions
from resources.store.answers import Answer, from_text, to_text
from resources.store.documents import digest
from resources.store.store import Store

# gate, outcome, why, audit, verified, ended: a gate of each asker, an answer that changed, one that ended.
OLD = [
    ("stash-empty", "pass", None, 1, 5, None),
    ("work-committed", "pass", None, 1, 2, 3),
    ("work-committed", "fail", None, 3, 5, None),
    ("branch-attached", "skip", "it is bare", 1, 4, 5),
    ("versions-aligned", "unknown", "unread", 2, 5, None),
]


def test_answers_come_back_as_they_went_in() -> None:
    told = (Evaluation("b", Outcome.SKIP, "a \ud800 and \0"), Evaluation("a", Outcome.PASS))
    assert from_text(to_text(told)) == (
        Answer("a", Outcome.PASS, None),
        Answer("b", Outcome.SKIP, "a \\ud800 and \\u0000"),
    )
    assert to_text(told) == to_text(reversed(told))


@given(st.lists(st.builds(Evaluation, st.text(), st.sampled_from(Outcome), st.none() | st.text())))
def test_whatever_gates_say_can_be_kept(told: list[Evaluation]) -> None:
    assert {each.outcome for each in from_text(to_text(told))} <= {each.outcome for each in told}


def test_only_waivers_explain_a_fail_or_an_exemption() -> None:
    assert (
        Answer("g", Outcome.EXEMPT, "agreed").waiver == Answer("g", Outcome.FAIL, "agreed").waiver == "agreed"
    )
    assert Answer("g", Outcome.SKIP, "bare").waiver is None


def test_rows_of_gates_are_put_together_and_taken_apart(bare_url: str) -> None:
    with migrating(bare_url, "r0004") as connection:
        for row in OLD:
            connection.execute(
                INSERT, dict(zip(COLUMNS, ["a/one", digest(list(row[1:3])), *row], strict=True))
            )
        revisions.upgrade(connection, "r0005")
        rows = connection.execute(SELECT_TOGETHER).all()
        assert [tuple(row) for row in rows] == [
            ("dependencies", '{"versions-aligned":["unknown","unread"]}', 2, 5, None),
            ("state", BARE.replace("WORK", "pass"), 1, 2, 3),
            ("state", BARE.replace("WORK", "fail"), 3, 4, 5),
            ("state", '{"stash-empty":["pass",null],"work-committed":["fail",null]}', 5, 5, None),
        ]
        revisions.downgrade(connection, "r0004")
        assert sorted(map(tuple, connection.execute(SELECT).all()), key=str) == sorted(OLD, key=str)


def test_a_store_that_was_brought_up_answers_as_it_did(bare_url: str) -> None:
    with migrating(bare_url, "r0004") as connection:
        for row in OLD:
            connection.execute(
                INSERT, dict(zip(COLUMNS, ["a/one", digest(list(row[1:3])), *row], strict=True))
            )
        connection.execute(AUDIT, [{"id": audit} for audit in range(1, 6)])
        revisions.upgrade(connection)
    with Store.open(bare_url) as store:
        then = {gate: verdict.outcome for (_, gate), verdict in store.snapshot(2).verdicts.items()}
        now = {gate: verdict.outcome for (_, gate), verdict in store.snapshot(5).verdicts.items()}
    assert then == {
        "branch-attached": Outcome.SKIP,
        "stash-empty": Outcome.PASS,
        "versions-aligned": Outcome.UNKNOWN,
        "work-committed": Outcome.PASS,
    }
    assert now == {
        "stash-empty": Outcome.PASS,
        "versions-aligned": Outcome.UNKNOWN,
        "work-committed": Outcome.FAIL,
    }


COLUMNS = ("slug", "digest", "gate", "outcome", "why", "audit", "verified", "ended")
INSERT = text(
    "INSERT INTO verdicts (slug, digest, gate, outcome, why, audit, verified, ended) "
    "VALUES (:slug, :digest, :gate, :outcome, :why, :audit, :verified, :ended)"
)
SELECT = text("SELECT gate, outcome, why, audit, verified, ended FROM verdicts")
SELECT_TOGETHER = text("SELECT asker, answers, audit, verified, ended FROM verdicts ORDER BY asker, audit")
BARE = '{"branch-attached":["skip","it is bare"],"stash-empty":["pass",null],"work-committed":["WORK",null]}'
AUDIT = text(
    "INSERT INTO audits (id, started, seen, status, fleet, roots, roots_digest, inventory_scope, "
    "tool_version, rule_version, policy_digest) "
    "VALUES (:id, 1, 1, 'complete', 'home', '[]', 'd', '', 't', 'r', 'p')"
)


def told_by_gates() -> list[tuple[object, ...]]:
    return [("a/one", digest(list(row[1:3])), *row) for row in OLD]


@contextmanager
def migrating(url: str, revision: str) -> Iterator[Connection]:
    """A store that a version of that revision made."""
    with Store.open(url) as store, store.database.writing() as connection:
        revisions.upgrade(connection, revision)
        yield connection
