"""How far schedules have come and how repositories are watched, on both databases."""

from dataclasses import replace

from gitops_assets.core.waking.cadence import Watch
from gitops_assets.core.waking.schedules import Standing
from resources.store.store import Store

ASKED = Standing(answered=100, asked=90, run_key="f:nightly:90")


def test_standings_are_those_of_one_fleet(store: Store) -> None:
    store.waking.remember_standings("/one.yaml", {"nightly": ASKED, "weekly": Standing(answered=5)})
    store.waking.remember_standings("/two.yaml", {"nightly": Standing(answered=7)})
    settled = Standing(answered=100)
    store.waking.remember_standings("/one.yaml", {"nightly": settled})
    assert store.waking.standings("/one.yaml") == {"nightly": settled, "weekly": Standing(answered=5)}
    store.waking.forget_standings("/one.yaml", ["nightly", "unheard of"])
    assert store.waking.standings("/one.yaml").keys() == {"weekly"}
    assert store.waking.standings("/two.yaml") == {"nightly": Standing(answered=7)}


def test_watches_are_replaced_as_a_whole_and_forgotten(store: Store) -> None:
    watch = Watch(
        slug="a/b", stamp="1", remote="2", moved=5, due=6, run_key="k", crashed=3, quarantined=9, why="killed"
    )
    store.waking.remember_watches([watch, Watch(slug="c")])
    assert store.waking.watches() == {"a/b": watch, "c": Watch(slug="c")}
    later = replace(watch, run_key=None, quarantined=None)
    store.waking.remember_watches([later])
    assert store.waking.watches(["a/b", "none"]) == {"a/b": later}
    store.waking.forget_watches(["a/b"])
    assert store.waking.watches().keys() == {"c"}


def test_nothing_to_remember_is_no_fault(store: Store) -> None:
    store.waking.remember_watches([])
    store.waking.remember_standings("/one.yaml", {})
    assert (store.waking.watches(), store.waking.standings("/one.yaml")) == ({}, {})
