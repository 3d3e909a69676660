"""How alive repositories were, as of any audit, and what audits cost; on both databases."""

from gitops_assets.core.vitality.model import Vitality
from resources.store import phase_store
from resources.store.phase_store import Phase
from resources.store.store import Store
from resources.store.vitality_store import Standing
from tests.store.audited import begin, finish

ALIVE = Vitality(
    committed=100, commits_year=3, commits_quarter=1, median_gap_days=2.5, top_share=0.75, risk=0.25
)
SILENT = Vitality(unknown="its clone is shallow", churn_unknown="its clone is shallow")
NOW, LATER = Standing("refs", 7), Standing("others", None)


def test_vitality_is_known_as_of_every_audit_and_kept_while_nothing_moves(store: Store) -> None:
    first, second, third = begin(store), begin(store), begin(store)
    store.vitality.record(first, 1, {"a": (NOW, ALIVE), "b": (NOW, SILENT)})
    store.vitality.confirm(second, ["a", "b", "stranger"])
    assert store.vitality.standings() == {"a": NOW, "b": NOW}
    assert store.vitality.at(second) == {"a": ALIVE, "b": SILENT}
    store.vitality.record(third, 3, {"a": (LATER, SILENT)})
    assert store.vitality.standings(["a"]) == {"a": LATER}
    assert store.vitality.at(second, ["a"]) == {"a": ALIVE}
    assert store.vitality.at(third, ["a"]) == {"a": SILENT}


def test_a_repository_that_left_has_no_vitality_any_more(store: Store) -> None:
    first, second = begin(store), begin(store)
    store.vitality.record(first, 1, {"a": (NOW, ALIVE)})
    store.retire(second, 2, ["a"])
    assert store.vitality.at(second) == {}
    assert store.vitality.at(first) == {"a": ALIVE}


def test_what_an_audit_took_is_told_in_its_order_and_replaced(store: Store) -> None:
    audit = begin(store)
    looked, asked, one = (
        Phase("Looking", 0, 2, 50),
        Phase("Asking", 1, 2, 90),
        Phase("Asking", 1, 1, 60, "a/\0b"),
    )
    store.phases.record(audit, [asked])
    store.phases.record(audit, [one, asked, looked])
    told = store.phases.of(audit)
    assert told[:2] == (looked, asked)
    assert told[2].slug == "a/\\u0000b"


def test_old_audits_keep_their_phases_and_lose_their_repositories(store: Store) -> None:
    whole, one = Phase("Asking", 0, 1, 90), Phase("Asking", 0, 1, 60, "a")
    for _ in range(phase_store.DETAILED + 2):
        store.phases.record(finish(store, begin(store)), [whole, one])
    assert store.phases.of(1) == store.phases.of(2) == (whole,)
    assert store.phases.of(3) == (whole, one)
