"""The life of a finding: opened, seen again, changed, unknown, fixed, back."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from gitops_assets.core.gates.model import Asker, Evaluation, Judgement
from gitops_assets.core.model import FindingRecord, FindingStatus, Outcome, Severity
from resources.store.schema import FINDINGS
from resources.store.store import Store
from tests.store.audited import GATE, answered, audit_of, begin, failed, finding, finish, judgement


def only(store: Store, audit: int, previous: int | None) -> FindingRecord:
    (found,) = store.findings(audit, previous)
    return found


def test_a_finding_is_new_then_existing_then_fixed_and_then_no_longer_shown(store: Store) -> None:
    first, second = audit_of(store, failed()), audit_of(store, failed())
    third, fourth = audit_of(store, answered(Outcome.PASS)), audit_of(store, answered(Outcome.PASS))
    assert only(store, first, None).status is FindingStatus.NEW
    assert only(store, second, first).status is FindingStatus.EXISTING
    assert only(store, third, second).status is FindingStatus.FIXED
    assert store.findings(fourth, third) == ()


def test_a_finding_tells_when_it_was_opened_and_last_seen(store: Store) -> None:
    first = audit_of(store, failed())
    second = audit_of(store, failed())
    assert only(store, second, first) == finding(
        status=FindingStatus.EXISTING, opened_at=first * 100, verified_at=second * 100
    )


def test_a_finding_that_comes_back_is_reopened(store: Store) -> None:
    first = audit_of(store, failed())
    fixed = audit_of(store, answered(Outcome.PASS))
    back = audit_of(store, failed())
    found = only(store, back, fixed)
    assert (found.status, found.opened_at) == (FindingStatus.REOPENED, back * 100)
    assert only(store, back, first).status is FindingStatus.EXISTING
    assert only(store, back, None).status is FindingStatus.NEW
    assert only(store, audit_of(store, failed()), back).status is FindingStatus.EXISTING


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Outcome.PASS, FindingStatus.FIXED),
        (Outcome.SKIP, FindingStatus.FIXED),
        (Outcome.EXEMPT, FindingStatus.WAIVED),
    ],
)
def test_an_answer_without_findings_closes_them(
    store: Store, outcome: Outcome, status: FindingStatus
) -> None:
    first = audit_of(store, failed())
    closing = audit_of(store, answered(outcome))
    assert only(store, closing, first).status is status
    assert store.snapshot().findings == {}
    assert store.findings(audit_of(store, answered(outcome)), closing) == ()


def test_a_finding_that_is_fixed_while_the_waivers_stay_is_fixed(store: Store) -> None:
    audit_of(store, answered(Outcome.EXEMPT))
    other = audit_of(store, failed(), answered(Outcome.EXEMPT, "a/two"))
    assert only(store, audit_of(store, answered(Outcome.PASS)), other).status is FindingStatus.FIXED


def test_an_unknown_answer_never_deletes_a_finding(store: Store) -> None:
    first = audit_of(store, failed())
    second = audit_of(store, answered(Outcome.UNKNOWN))
    found = only(store, second, first)
    assert (found.status, found.verified_at) == (FindingStatus.EXISTING, first * 100)
    verdict = store.snapshot().verdicts["a/one", GATE]
    assert (verdict.outcome, verdict.why, verdict.verified) == (Outcome.UNKNOWN, "there is a reason", second)


def test_a_past_audit_still_tells_that_it_could_not_see_the_finding(store: Store) -> None:
    seen, unseen, again = (
        audit_of(store, failed()),
        audit_of(store, answered(Outcome.UNKNOWN)),
        audit_of(store, failed()),
    )
    times = [only(store, audit, None).verified_at for audit in (seen, unseen, again)]
    assert times == [seen * 100, seen * 100, again * 100]


def test_an_unknown_answer_may_still_bring_findings(store: Store) -> None:
    audit_of(store, failed(fingerprint="1" * 32))
    partly = judgement("a/one", {GATE: Outcome.UNKNOWN}, finding(fingerprint="2" * 32))
    audit_of(store, partly)
    assert set(store.snapshot().findings) == {"1" * 32, "2" * 32}


def test_findings_of_an_answer_that_allows_none_are_not_believed(store: Store) -> None:
    audit_of(store, judgement("a/one", {GATE: Outcome.EXEMPT}, finding()))
    assert store.snapshot().findings == {}


def test_a_failed_gate_replaces_its_findings_one_by_one(store: Store) -> None:
    kept, gone, come = (finding(fingerprint=digit * 32) for digit in "123")
    first = audit_of(store, judgement("a/one", {GATE: Outcome.FAIL}, kept, gone))
    second = audit_of(store, judgement("a/one", {GATE: Outcome.FAIL}, kept, come))
    statuses = {found.fingerprint[0]: found.status for found in store.findings(second, first)}
    assert statuses == {"1": "existing", "2": "fixed", "3": "new"}


def test_a_finding_that_changes_its_words_is_still_the_same(store: Store) -> None:
    first = audit_of(store, failed(message="2 files", line=3))
    second = audit_of(store, failed(message="5 files", line=9, severity=Severity.HIGH))
    found = only(store, second, first)
    assert (found.message, found.line, found.severity) == ("5 files", 9, Severity.HIGH)
    assert (found.status, found.opened_at) == (FindingStatus.EXISTING, first * 100)
    assert only(store, first, None).message == "2 files"
    fixed = only(store, audit_of(store, answered(Outcome.PASS)), second)
    assert (fixed.status, fixed.message) == (FindingStatus.FIXED, "5 files")


def test_gates_do_not_touch_each_others_findings(store: Store) -> None:
    other = finding(gate="stash-empty")
    audit_of(store, judgement("a/one", {GATE: Outcome.FAIL, "stash-empty": Outcome.FAIL}, finding(), other))
    audit_of(store, judgement("a/one", {GATE: Outcome.UNKNOWN, "stash-empty": Outcome.PASS}))
    assert [found.gate for found in store.snapshot().findings.values()] == [GATE]


def test_a_gate_that_is_no_longer_asked_leaves_nothing_behind(store: Store) -> None:
    first = audit_of(store, failed())
    second = audit_of(store, judgement("a/one", {"stash-empty": Outcome.PASS}))
    assert list(store.snapshot().verdicts) == [("a/one", "stash-empty")]
    assert only(store, second, first).status is FindingStatus.FIXED


def test_an_audit_that_is_repeated_after_a_kill_says_the_same(store: Store) -> None:
    first = audit_of(store, failed(), failed("a/two"))
    audit = begin(store)
    store.record_judgements(audit, 1, [answered(Outcome.PASS), failed("a/two", message="more")])
    store.record_judgements(audit, 1, [failed(), failed("a/two")])
    finish(store, audit)
    assert {found.status for found in store.findings(audit, first)} == {FindingStatus.EXISTING}
    assert {found.opened_at for found in store.findings(audit, first)} == {first * 100}
    with store.database.reading() as connection:
        assert len(connection.execute(FINDINGS.table.select()).all()) == 2


def test_findings_may_be_asked_for_some_repositories_only(store: Store) -> None:
    audit = audit_of(store, failed("a/one"), failed("a/two"))
    assert [found.slug for found in store.findings(audit, None, {"a/two"})] == ["a/two"]


def test_since_may_name_any_earlier_audit(store: Store) -> None:
    first = audit_of(store, answered(Outcome.PASS))
    audit_of(store, failed())
    fourth = [audit_of(store, failed()), audit_of(store, answered(Outcome.PASS))][-1]
    assert store.findings(fourth, first) == ()
    assert only(store, fourth - 1, first).status is FindingStatus.NEW


def test_findings_are_sorted_alike_in_both_databases(store: Store) -> None:
    slugs = ["b/x", "B/x", "a-b/x", "a/x", "ä/x"]
    audit = audit_of(store, *(failed(slug) for slug in slugs))
    assert [found.slug for found in store.findings(audit, None)] == sorted(slugs)


def test_a_judgement_ends_what_nobody_asks_any_more_and_leaves_what_somebody_else_asks(store: Store) -> None:
    audit_of(store, judgement("a/one", {GATE: Outcome.FAIL, "stash-empty": Outcome.FAIL}, finding()))
    elsewhere = replace(judgement("a/one", {"tests-pass": Outcome.PASS}), asker=Asker.DEPENDENCIES)
    audit_of(store, replace(elsewhere, spared=frozenset({GATE, "stash-empty"})))
    last = audit_of(store, replace(judgement("a/one", {}), spared=frozenset({GATE, "tests-pass"})))
    snapshot = store.snapshot(last)
    assert set(snapshot.verdicts) == {("a/one", "tests-pass")}
    assert [each.gate for each in snapshot.findings.values()] == [GATE]


def partly(*findings: FindingRecord, unread: Iterable[str] = (), **fields: Any) -> Judgement:  # noqa: ANN401 - any field
    """A gate that found these and could not look into everything."""
    said = Evaluation(GATE, Outcome.FAIL, rest="b.txt is larger than 10 MB", unread=frozenset(unread))
    return Judgement("a/one", (replace(said, **fields),), findings)


IN_A, IN_B = finding(fingerprint="a" * 32, path="a.txt"), finding(fingerprint="b" * 32, path="b.txt")
IN_C = finding(fingerprint="c" * 32, path="c.txt")


def told(store: Store, audit: int, previous: int) -> dict[str, str]:
    return {found.path: found.status for found in store.findings(audit, previous)}


def test_a_fail_that_saw_only_some_files_leaves_the_findings_of_the_others_open(store: Store) -> None:
    first = audit_of(store, judgement("a/one", {GATE: Outcome.FAIL}, IN_A, IN_B, IN_C))
    second = audit_of(store, partly(IN_A, unread=["b.txt"]))
    assert told(store, second, first) == {"a.txt": "existing", "b.txt": "existing", "c.txt": "fixed"}
    kept = next(found for found in store.findings(second, first) if found.path == "b.txt")
    assert kept.verified_at == first * 100
    third = audit_of(store, judgement("a/one", {GATE: Outcome.FAIL}, IN_A))
    assert told(store, third, second) == {"a.txt": "existing", "b.txt": "fixed"}


def test_a_fail_that_does_not_tell_which_files_it_missed_closes_nothing(store: Store) -> None:
    first = audit_of(store, judgement("a/one", {GATE: Outcome.FAIL}, IN_A, IN_B))
    second = audit_of(store, partly(IN_A))
    assert told(store, second, first) == {"a.txt": "existing", "b.txt": "existing"}
    assert store.snapshot().verdicts["a/one", GATE].rest == "b.txt is larger than 10 MB"


def test_an_unknown_answer_that_names_the_files_closes_what_stood_in_the_others(store: Store) -> None:
    first = audit_of(store, judgement("a/one", {GATE: Outcome.FAIL}, IN_A, IN_B))
    unknown = partly(unread=["b.txt"], outcome=Outcome.UNKNOWN, why="b.txt is larger than 10 MB", rest=None)
    second = audit_of(store, unknown)
    assert told(store, second, first) == {"a.txt": "fixed", "b.txt": "existing"}


def test_a_file_that_no_database_takes_by_its_name_is_one_that_was_not_read_all_the_same(
    store: Store,
) -> None:
    odd = finding(fingerprint="d" * 32, path="d\udcff.txt")
    first = audit_of(store, judgement("a/one", {GATE: Outcome.FAIL}, odd, IN_A))
    second = audit_of(store, partly(IN_A, unread=["d\udcff.txt"]))
    assert set(told(store, second, first).values()) == {"existing"}


def test_findings_beyond_those_that_are_told_are_not_fixed(store: Store) -> None:
    first = audit_of(store, judgement("a/one", {GATE: Outcome.FAIL}, IN_A, IN_B, IN_C))
    flood = replace(
        judgement("a/one", {GATE: Outcome.FAIL}, IN_A), untold=frozenset({(GATE, IN_B.fingerprint)})
    )
    second = audit_of(store, flood)
    assert told(store, second, first) == {"a.txt": "existing", "b.txt": "existing", "c.txt": "fixed"}


def test_the_lines_of_a_finding_are_kept_and_move_with_the_file(store: Store) -> None:
    first = audit_of(store, failed(snippet="one\ntwo"))
    second = audit_of(store, failed(snippet="one\nthree"))
    assert (only(store, first, None).snippet, only(store, second, None).snippet) == ("one\ntwo", "one\nthree")
    assert only(store, second, first).status is FindingStatus.EXISTING


def test_a_finding_without_lines_is_the_row_that_older_stores_have(store: Store) -> None:
    audit_of(store, failed())
    audit = audit_of(store, failed())
    with store.database.reading() as connection:
        assert [row.verified for row in connection.execute(FINDINGS.table.select())] == [audit]
