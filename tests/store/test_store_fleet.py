"""States, places and the inventory: what the fleet is, now and as of any audit."""

from gitops_assets.core.model import Cause, Change, Inventory, InventoryEntry, Outcome, State
from gitops_assets.core.snapshot import AuditInputs, Snapshot
from resources.store.model import Location
from resources.store.schema import STATES
from resources.store.store import Store
from tests.store.audited import GATE, INPUTS, answered, audit_of, begin, failed, finish, state

ONE = Location("a/one", b"/src/one", b"/src")
TWO = Location("a/two", b"/odd/\xff/two", b"/odd/\xff")


def rows_of_states(store: Store) -> int:
    with store.database.reading() as connection:
        return len(connection.execute(STATES.table.select()).all())


def test_an_empty_store_gives_an_empty_snapshot(store: Store) -> None:
    assert store.snapshot() == Snapshot(
        audit=0, inputs=AuditInputs(tool_version="", rule_version="", policy_digest="")
    )


def test_new_and_changed_states_are_named_and_unchanged_ones_are_not_copied(store: Store) -> None:
    audit = begin(store)
    assert store.record_states(audit, 1, [state("b"), state("a")]) == ["b", "a"]
    audit = begin(store)
    assert store.record_states(audit, 2, [state("b"), state("a", ahead=1)]) == ["a"]
    assert rows_of_states(store) == 3
    assert store.snapshot().states == {"a": state("a", ahead=1), "b": state("b")}


def test_any_past_audit_can_be_asked_for(store: Store) -> None:
    first = audit_of(store, states=[state(head="1")])
    second = audit_of(store, states=[state(head="2"), state("a/two")])
    third = audit_of(store, states=[state(head="2"), state("a/two")])
    heads = [store.snapshot(audit).states["a/one"].head for audit in (first, second, third)]
    assert heads == ["1", "2", "2"]
    assert list(store.snapshot(first).states) == ["a/one"]
    assert store.snapshot(first).inputs == INPUTS


def test_a_snapshot_may_be_asked_for_some_repositories_only(store: Store) -> None:
    audit_of(store, failed("a/one"), failed("a/two"), states=[state("a/one"), state("a/two")])
    some = store.snapshot(slugs={"a/two"})
    assert list(some.states) == ["a/two"]
    assert {found.slug for found in some.findings.values()} == {"a/two"}
    assert list(some.verdicts) == [("a/two", GATE)]
    assert store.snapshot(slugs=()).states == {}


def test_recording_the_same_audit_again_changes_nothing(store: Store) -> None:
    first = audit_of(store, states=[state(head="1")])
    audit = begin(store)
    for _ in range(2):
        assert store.record_states(audit, 1, [state(head="2")]) == ["a/one"]
    assert rows_of_states(store) == 2
    assert store.snapshot(first).states["a/one"].head == "1"


def test_what_an_audit_says_last_replaces_what_it_said_before(store: Store) -> None:
    audit_of(store, states=[state(head="1")])
    audit = begin(store)
    store.record_states(audit, 1, [state(head="2")])
    assert store.record_states(audit, 1, [state(head="1")]) == []
    assert rows_of_states(store) == 1
    assert store.snapshot().states["a/one"].head == "1"


def test_an_older_audit_does_not_undo_a_newer_one(store: Store) -> None:
    older, newer = begin(store), begin(store)
    store.record_states(newer, 1, [state(head="new")])
    assert store.record_states(older, 2, [state(head="old"), state("a/two")]) == ["a/two"]
    assert store.snapshot().states["a/one"].head == "new"


def test_a_partial_run_leaves_other_repositories_alone(store: Store) -> None:
    audit_of(store, failed("a/one"), failed("a/two"), states=[state("a/one"), state("a/two")])
    before = store.snapshot()
    audit_of(store, answered(Outcome.PASS, "a/one"), states=[state("a/one", ahead=3)])
    after = store.snapshot()
    assert after.states["a/two"] == before.states["a/two"]
    assert after.verdicts["a/two", GATE] == before.verdicts["a/two", GATE]
    assert {found.slug for found in after.findings.values()} == {"a/two"}


def test_places_are_bytes_and_may_be_nowhere(store: Store) -> None:
    audit = begin(store)
    missing = Location("a/three", None, b"/src")
    store.record_repositories(audit, 1, [TWO, missing, ONE])
    assert list(store.locations().values()) == [ONE, missing, TWO]
    assert (store.location("a/two"), store.location("a/four")) == (TWO, None)


def test_a_repository_that_moved_is_where_it_is_now(store: Store) -> None:
    before = begin(store)
    store.record_repositories(before, 1, [ONE])
    moved = Location("a/one", b"/src/moved", b"/src")
    store.record_repositories(begin(store), 2, [moved])
    assert store.locations() == {"a/one": moved}
    assert store.locations(before) == {"a/one": ONE}


def test_a_retired_repository_is_gone_but_its_history_stays(store: Store) -> None:
    store.record_repositories(begin(store), 1, [ONE, TWO])
    before = audit_of(store, failed("a/one"), failed("a/two"), states=[state("a/one"), state("a/two")])
    audit = begin(store)
    store.retire(audit, 1, ["a/one"])
    now = store.snapshot()
    assert (list(now.states), list(now.verdicts)) == (["a/two"], [("a/two", GATE)])
    assert (list(store.locations()), store.location("a/one")) == (["a/two"], None)
    assert list(store.snapshot(before).states) == ["a/one", "a/two"]
    statuses = {found.slug: found.status for found in store.findings(audit, before)}
    assert statuses == {"a/one": "fixed", "a/two": "existing"}


def test_a_retired_repository_that_is_found_again_is_back(store: Store) -> None:
    store.record_repositories(begin(store), 1, [ONE])
    audit = begin(store)
    store.retire(audit, 1, ["a/one"])
    store.record_repositories(audit, 1, [ONE])
    assert store.location("a/one") == ONE
    store.retire(begin(store), 1, ["a/one", "never/seen"])
    store.record_repositories(begin(store), 1, [ONE])
    assert store.location("a/one") == ONE


LISTED = (
    InventoryEntry(
        slug="a/one", url="https://host/a/one", default_branch="main", private=True, source="file"
    ),
    InventoryEntry(slug="a/two", archived=True, fork=True, source="list"),
)


def test_the_inventory_comes_back_as_it_went_in(store: Store) -> None:
    audit = begin(store)
    assert store.snapshot(audit).inventory == Inventory()
    store.record_inventory(audit, 1, Inventory(LISTED, configured=True))
    assert store.snapshot().inventory == Inventory(LISTED, configured=True)


def test_what_left_the_inventory_is_gone_from_it_but_not_from_its_history(store: Store) -> None:
    first, second = begin(store), begin(store)
    store.record_inventory(first, 1, Inventory(LISTED, configured=True))
    store.record_inventory(second, 2, Inventory(LISTED[:1], configured=True))
    assert store.snapshot().inventory.entries == LISTED[:1]
    assert store.snapshot(first).inventory.entries == LISTED


def test_an_inventory_that_could_not_be_asked_keeps_its_last_entries(store: Store) -> None:
    store.record_inventory(begin(store), 1, Inventory(LISTED, configured=True))
    silent = begin(store)
    store.record_inventory(silent, 2, Inventory(configured=True, unknown="403: rate limit"))
    assert store.snapshot().inventory == Inventory(LISTED, configured=True, unknown="403: rate limit")
    store.record_inventory(begin(store), 3, Inventory(LISTED[1:], configured=True))
    assert store.snapshot().inventory == Inventory(LISTED[1:], configured=True)
    assert store.snapshot(silent).inventory.unknown == "403: rate limit"


def test_an_inventory_is_known_of_an_audit_only_if_that_audit_asked(store: Store) -> None:
    first, second = begin(store), begin(store)
    store.record_inventory(first, 1, Inventory(LISTED, configured=True))
    assert store.inventory_of(first) == Inventory(LISTED, configured=True)
    assert store.inventory_of(second) is None


def test_each_fleet_file_has_an_inventory_of_its_own(store: Store) -> None:
    home, work = begin(store, fleet_file="/home.yaml"), begin(store, fleet_file="/work.yaml")
    store.record_inventory(home, 1, Inventory(LISTED[:1], configured=True))
    store.record_inventory(work, 1, Inventory(LISTED[1:], configured=True))
    assert store.snapshot(work).inventory.entries == LISTED[1:]
    assert store.snapshot(begin(store, fleet_file="/home.yaml")).inventory.entries == LISTED[:1]


def test_changes_are_kept_in_order_and_replaced_by_the_same_audit(store: Store) -> None:
    found = [
        Change(slug="b", kind="state", subject="states", before=None, after="dirty", cause=Cause.CODE),
        Change(slug="a", kind="state", subject="head", before="1", after=None, cause=Cause.TIME),
    ]
    audit = finish(store, begin(store))
    store.record_changes(audit, found[:1])
    store.record_changes(audit, found)
    assert store.changes(audit) == tuple(found)
    assert store.changes(begin(store)) == ()


def test_what_no_database_takes_is_stored_all_the_same(store: Store) -> None:
    odd = state(branch="a\0b\udcff", committed=2**80, ahead=-(2**70), states=(State.DIRTY,), changed=("\0",))
    audit_of(store, failed(message="\0 and \udcff"), states=[odd])
    assert store.snapshot().states["a/one"] == odd
    assert [found.message for found in store.snapshot().findings.values()] == ["\\u0000 and \\udcff"]
    assert store.record_states(begin(store), 1, [odd]) == []
