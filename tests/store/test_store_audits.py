import pytest

from gitops_assets.core.model import IdleWaiver, Unseen
from resources.store.errors import StoreError
from resources.store.model import AuditRow
from resources.store.store import Store
from tests.store.audited import INPUTS, begin, finish, request


def test_an_audit_is_remembered_as_it_was_asked_for(store: Store) -> None:
    asked = request(
        100, roots=("/src", "/odd/\udcff"), fleet_file="/f\udcff.yaml", output="/out", run_id="run-1"
    )
    audit = store.begin_audit(asked)
    assert store.audit(audit) == AuditRow(
        id=audit,
        status="running",
        seen=100,
        started=100,
        roots=("/src", "/odd/\udcff"),
        fleet="home",
        fleet_file="/f\udcff.yaml",
        output="/out",
        run_id="run-1",
        inputs=INPUTS,
    )


def test_a_finished_audit_says_when_and_how(store: Store) -> None:
    audit = begin(store)
    store.finish_audit(audit, status="failed", at=170)
    row = store.audit(audit)
    assert (row.status, row.finished, row.seen) == ("failed", 170, 170)


def test_an_audit_remembers_what_it_could_not_look_into_and_which_waivers_were_idle(store: Store) -> None:
    unseen = (Unseen("/src/locked", "cannot be read: permission denied"),)
    idle = IdleWaiver(gate="g", repositories="*", subject="", expires="2026-01-01", reason="r", why="w")
    audit = store.begin_audit(request(100, not_looked_into=unseen))
    store.record_idle_waivers(audit, [idle, idle])
    store.record_idle_waivers(audit, [idle])
    row = store.audit(audit)
    assert (row.not_looked_into, row.idle_waivers) == (unseen, (idle,))


def test_an_audit_cannot_end_as_anything_else(store: Store) -> None:
    with pytest.raises(ValueError, match="not as 'running'"):
        store.finish_audit(begin(store), status="running", at=1)


def test_a_run_that_begins_again_goes_on_with_its_audit(store: Store) -> None:
    audit = begin(store, run_id="run-1")
    store.interrupt_stale(150)
    assert store.begin_audit(request(200, run_id="run-1")) == audit
    assert store.audit(audit).status == "running"
    assert store.audit_of_run("run-1") == audit
    assert store.audit_of_run("run-2") is None


def test_leftover_audits_are_interrupted_and_counted(store: Store) -> None:
    done, left = finish(store, begin(store)), begin(store)
    assert store.interrupt_stale(900) == 1
    assert [store.audit(audit).status for audit in (done, left)] == ["complete", "interrupted"]
    assert store.interrupt_stale(901) == 0


def test_a_partial_audit_is_neither_interrupted_nor_what_the_next_one_is_compared_with(store: Store) -> None:
    done = finish(store, begin(store))
    partial = store.begin_audit(request(200, run_id="run-1"), partial=True)
    assert store.interrupt_stale(300) == 0
    assert (store.audit(partial).status, store.audit(partial).finished) == ("partial", None)
    latest, following = store.latest_audit(), begin(store)
    assert latest is not None
    assert (latest.id, store.previous_audit(following)) == (done, done)


def test_a_partial_audit_whose_run_comes_to_the_report_is_complete(store: Store) -> None:
    partial = store.begin_audit(request(200, run_id="run-1"), partial=True)
    finish(store, partial)
    latest = store.latest_audit()
    assert latest is not None
    assert (latest.id, latest.status) == (partial, "complete")


def test_the_previous_audit_is_the_last_complete_one_of_the_same_roots(store: Store) -> None:
    first = finish(store, begin(store, roots=("/a", "/b")))
    finish(store, begin(store, roots=("/a",)))
    begin(store, roots=("/b", "/a"))
    now = begin(store, roots=("/b", "/a"))
    assert store.previous_audit(now) == first
    assert store.previous_audit(first) is None


def test_the_latest_audit_is_complete_and_may_be_asked_for_by_roots(store: Store) -> None:
    assert store.latest_audit() is None
    of_a = finish(store, begin(store, roots=("/a",)))
    of_b = finish(store, begin(store, roots=("/b",)))
    begin(store, roots=("/a",))
    found = [store.latest_audit(), store.latest_audit(("/a",)), store.latest_audit(("/c",))]
    assert [row and row.id for row in found] == [of_b, of_a, None]


def test_audits_are_listed_newest_first(store: Store) -> None:
    ids = [begin(store) for _ in range(3)]
    assert [row.id for row in store.audits(2)] == [ids[2], ids[1]]


def test_the_audit_at_a_moment_had_finished_by_then(store: Store) -> None:
    first, second = finish(store, begin(store)), finish(store, begin(store, roots=("/other",)))
    assert store.audit_at(149) is None
    moments = [store.audit_at(150), store.audit_at(249), store.audit_at(250)]
    assert [row and row.id for row in moments] == [first, first, second]
    of_roots = store.audit_at(999, ("/src",))
    assert of_roots is not None
    assert of_roots.id == first


def test_an_audit_that_does_not_exist_is_refused_everywhere(store: Store) -> None:
    for attempt in (
        lambda: store.audit(7),
        lambda: store.finish_audit(7, status="complete", at=1),
        lambda: store.record_states(7, 1, ()),
        lambda: store.record_changes(7, ()),
        lambda: store.snapshot(7),
    ):
        with pytest.raises(StoreError, match="there is no audit 7"):
            attempt()


def test_recording_shows_that_the_audit_is_alive(store: Store) -> None:
    audit = begin(store)
    store.record_states(audit, 123, ())
    assert store.audit(audit).seen == 123


def test_the_last_complete_audit_of_each_fleet_is_known_by_then_and_now(store: Store) -> None:
    first, other = finish(store, begin(store)), finish(store, begin(store, roots=("/b", "/a")))
    again = finish(store, begin(store, roots=("/a", "/b")))
    begin(store)
    assert [row.id for row in store.fleets()] == [again, first]
    assert [row.id for row in store.fleets(other * 100 + 50)] == [other, first]
    assert store.fleets(1) == []


def test_an_audit_that_does_not_exist_can_be_asked_for(store: Store) -> None:
    assert store.find_audit(10**30) is None
    assert store.find_audit(7) is None
    assert store.find_audit(begin(store)) is not None
    assert store.count_audits() == 1


def test_the_texts_behind_a_policy_are_kept_once_and_as_they_were_first(store: Store) -> None:
    begin(store, policy_files={"fleet.yaml": "name: a\n"})
    begin(store, policy_files={"fleet.yaml": "name: a  # the same in other words\n"})
    assert store.policy(INPUTS.policy_digest) == {"fleet.yaml": "name: a\n"}
    assert store.policy("of nobody") == {}
