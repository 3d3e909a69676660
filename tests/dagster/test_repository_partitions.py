"""One partition a repository: who belongs to the fleet, and in which order a run may name them."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.assets.partitions import REPOSITORIES
from gitops_assets.core.model import Inventory, InventoryEntry
from resources.git.discovery import Skipped
from resources.git.survey import Located, Presence
from resources.home import Home
from resources.registration import NAME, Registration, in_one_range, keep
from resources.store.model import Location
from resources.store.store import Store
from tests.dagster.audits import SLUGS, audit_of
from tests.repositories import repository

ROOT = b"/src"
SLUG = st.sampled_from([f"r{number}" for number in range(6)])


@pytest.fixture
def forgotten() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def present(*slugs: str, skipped: tuple[bytes, ...] = ()) -> Presence:
    located = tuple(Located(slug, b"/src/" + slug.encode(), ROOT) for slug in slugs)
    return Presence(located, tuple(Skipped(path, "it may not be read") for path in skipped))


def listed(*slugs: str, unknown: str | None = None) -> Inventory:
    return Inventory(tuple(InventoryEntry(slug=slug) for slug in slugs), configured=True, unknown=unknown)


def test_what_is_present_and_what_should_be_belong_to_the_fleet() -> None:
    kept = keep(present("a"), (), listed("a", "b"), ROOT)
    assert kept == {"a": Location("a", b"/src/a", ROOT), "b": Location("b", None, ROOT)}


def test_what_is_neither_present_nor_listed_leaves_the_fleet() -> None:
    known = [Location("gone", b"/src/gone", ROOT), Location("unlisted", None, ROOT)]
    assert keep(present("a"), known, Inventory(), ROOT).keys() == {"a"}


def test_what_stood_in_a_folder_that_cannot_be_looked_into_stays() -> None:
    known = [Location("x", b"/src/team/x", ROOT), Location("y", b"/src/teams/y", ROOT)]
    assert keep(present("a", skipped=(b"/src/team",)), known, Inventory(), ROOT).keys() == {"a", "x"}


def test_what_was_missing_stays_so_while_the_inventory_cannot_be_asked() -> None:
    known = [Location("missing", None, ROOT)]
    assert keep(present("a"), known, listed(unknown="github: timeout"), ROOT).keys() == {"a", "missing"}


def test_a_repository_that_is_found_again_has_its_new_place() -> None:
    known = [Location("a", b"/old/a", ROOT)]
    assert keep(present("a", skipped=(b"/old",)), known, Inventory(), ROOT)["a"].path == b"/src/a"


def test_partitions_stand_side_by_side_and_strangers_move_behind(forgotten: dg.DagsterInstance) -> None:
    forgotten.add_dynamic_partitions(NAME, ["a", "other/x", "c", "other/y"])
    assert in_one_range(forgotten, ["a", "b", "c"], []) == ("a", "c", "b")
    assert forgotten.get_dynamic_partitions(NAME) == ["a", "c", "b", "other/x", "other/y"]


def test_who_left_has_no_partition(forgotten: dg.DagsterInstance) -> None:
    forgotten.add_dynamic_partitions(NAME, ["a", "b"])
    assert in_one_range(forgotten, ["b"], ["a", "never/was"]) == ("b",)
    assert forgotten.get_dynamic_partitions(NAME) == ["b"]


def test_a_stranger_that_was_moved_keeps_its_history(forgotten: dg.DagsterInstance) -> None:
    @dg.asset(partitions_def=REPOSITORIES)
    def state() -> None: ...

    forgotten.add_dynamic_partitions(NAME, ["a", "stranger"])
    assert dg.materialize([state], instance=forgotten, partition_key="stranger").success
    in_one_range(forgotten, ["a", "b"], [])
    assert forgotten.get_dynamic_partitions(NAME) == ["a", "b", "stranger"]
    assert forgotten.get_materialized_partitions(state.key) == {"stranger"}


@settings(max_examples=25, deadline=None)
@given(before=st.lists(SLUG, unique=True), wanted=st.sets(SLUG), retired=st.sets(SLUG))
def test_whatever_was_there_the_wanted_ones_are_one_range_and_no_other_is_lost(
    before: list[str], wanted: set[str], retired: set[str]
) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions(NAME, before)
        order = in_one_range(instance, wanted, retired - wanted)
        after = list(instance.get_dynamic_partitions(NAME))
    assert set(order) == wanted
    assert set(after) == (set(before) - (retired - wanted)) | wanted
    start = after.index(order[0]) if order else 0
    assert tuple(after[start : start + len(order)]) == order


def test_a_run_names_the_range_and_without_partitions_nothing() -> None:
    assert set(Registration(("a", "b", "c")).range_tags.values()) == {"a", "c"}
    assert Registration(()).range_tags == {}


def test_an_audit_registers_who_came_and_retires_who_left(
    audited: Home, fleet: Path, instance: dg.DagsterInstance, store: Store
) -> None:
    (fleet / "shop").rename(fleet.parent / "elsewhere")
    repository(fleet / "new")
    audit_of(audited, fleet)
    slugs = {*SLUGS, "new"} - {"shop"}
    assert set(instance.get_dynamic_partitions(NAME)) == slugs
    assert store.locations().keys() == slugs


def test_two_fleets_on_one_home_leave_each_other_alone(
    audited: Home, fleet: Path, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    repository(tmp_path / "other" / "b")
    assert [row.state.slug for row in audit_of(audited, tmp_path / "other").repositories] == ["b"]
    repository(fleet / "zebra")
    report = audit_of(audited, fleet)
    assert {row.state.slug for row in report.repositories} == {*SLUGS, "zebra"}
    assert instance.get_dynamic_partitions(NAME) == [*SLUGS, "zebra", "b"]
