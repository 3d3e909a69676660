"""What repositories depend on: kept while it holds, answerable after, never emptied by not knowing."""

from typing import Any

from gitops_assets.core.dependencies.model import (
    Claim,
    Confidence,
    Dependency,
    Kind,
    Locked,
    Publication,
    RepositoryDependencies,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.row_document import rows_document, rows_from
from resources.store.dependencies import Manifest, Scan, Scanned
from resources.store.model import Location
from resources.store.store import Store
from tests.store.audited import begin, finish

NEEDED = Dependency(
    kind=Kind.PACKAGE,
    ecosystem="npm",
    name="left-pad",
    path="package.json",
    line=7,
    scope=Scope.DEV,
    constraint="^1.0",
    resolved="1.3.0",
    confidence=Confidence.RESOLVED,
    extractor="npm-manifest",
)
OFFERED = Publication(
    kind=Kind.PACKAGE, ecosystem="npm", name="one", path="package.json", line=2, version="1.0"
)
CLAIMED = Claim(resource="port", name="8080/tcp", path="compose.yml", line=5)
LEFT_OUT = Skipped(path="yarn.lock", reason="is no lock", line=3, extractor="yarn-lock")


def known(slug: str = "a/one", **fields: Any) -> RepositoryDependencies:  # noqa: ANN401 - any field
    facts = {
        "commit": "c1",
        "dependencies": (NEEDED,),
        "publications": (OFFERED,),
        "claims": (CLAIMED,),
        "skipped": (LEFT_OUT,),
    }
    return RepositoryDependencies(**{"slug": slug, **facts, **fields})


def scan(slug: str = "a/one", **fields: Any) -> Scan:  # noqa: ANN401 - any field
    return Scan(
        known=known(slug, **fields), analysis="v1", manifests=(Manifest("package.json", "npm", "b", "k"),)
    )


def audited(store: Store, *scans: Scan, confirmed: tuple[str, ...] = ()) -> int:
    audit = begin(store)
    store.dependencies.record(audit, audit * 100, scans)
    store.dependencies.confirm(audit, audit * 100, confirmed)
    return finish(store, audit)


def test_what_was_recorded_comes_back_as_it_was(store: Store) -> None:
    audit = audited(store, scan())
    assert store.dependencies.known(audit) == {"a/one": known(seen=audit * 100)}
    said = store.dependencies.scanned()["a/one"].said
    assert store.dependencies.scanned(["a/one", "b/two"]) == {"a/one": Scanned("c1", "v1", None, said)}


def test_two_equal_needs_of_one_file_are_both_kept(store: Store) -> None:
    twice = known(dependencies=(NEEDED, Dependency(**{**_fields(NEEDED), "line": 9})))
    audit = audited(store, Scan(known=twice, analysis="v1"))
    assert [each.line for each in store.dependencies.known(audit)["a/one"].dependencies] == [7, 9]


def test_a_confirmed_repository_is_fresh_without_being_written_again(store: Store) -> None:
    audited(store, scan())
    second = audited(store, confirmed=("a/one",))
    assert store.dependencies.known(second)["a/one"] == known(seen=second * 100)


def test_what_a_file_no_longer_says_is_gone_and_stays_answerable(store: Store) -> None:
    first = audited(store, scan())
    second = audited(store, scan(commit="c2", dependencies=()))
    assert store.dependencies.known(second)["a/one"].dependencies == ()
    assert store.dependencies.known(first)["a/one"].dependencies == (NEEDED,)


def test_what_cannot_be_read_now_keeps_what_was_known_and_says_why(store: Store) -> None:
    audited(store, scan())
    blind = RepositoryDependencies(slug="a/one", commit="c1", unknown="git refused")
    second = audited(store, Scan(known=blind, analysis="v1"))
    now = store.dependencies.known(second)["a/one"]
    assert (now.unknown, now.dependencies) == ("git refused", (NEEDED,))


def test_what_a_retired_repository_offered_last_is_still_known(store: Store) -> None:
    first = begin(store)
    store.record_repositories(first, 100, [Location("a/one", b"/src/a/one", b"/src")])
    store.dependencies.record(first, 100, [scan()])
    second = begin(store)
    store.retire(second, 200, ["a/one"])
    assert store.dependencies.known(second) == {}
    assert store.dependencies.last_offered(second, ["a/one"]) == {"a/one": (OFFERED,)}
    assert list(store.retired(second)) == ["a/one"]


def test_movements_are_the_rows_that_differ_between_two_audits_that_both_read_the_repository(
    store: Store,
) -> None:
    first = audited(store, scan(), scan("b/two"))
    newer = Dependency(**{**_fields(NEEDED), "constraint": "^2.0"})
    second = audited(store, scan(commit="c2", dependencies=(newer,)), scan("c/three"), confirmed=("b/two",))
    (moved,) = store.dependencies.movements(first, second)
    assert (moved.before.dependencies, moved.after.dependencies) == ((NEEDED,), (newer,))
    assert not moved.reread
    assert store.dependencies.movements(first, first) == []


def test_a_reading_is_remembered_once_and_unchanged(store: Store) -> None:
    locked = Locked(ecosystem="npm", name="a", version="1", path="p", line=1)
    found = {"k1": rows_document([locked, NEEDED, OFFERED]), "k2": rows_document([])}
    store.dependencies.remember(found)
    store.dependencies.remember({"k1": rows_document([])})
    recalled = store.dependencies.recall(["k1", "k2", "k3"])
    assert set(recalled) == {"k1", "k2"}
    assert rows_from(recalled["k1"]) == (NEEDED, OFFERED, locked)


def test_text_that_no_database_takes_comes_back_as_it_was(store: Store) -> None:
    odd = Dependency(**{**_fields(NEEDED), "name": "a\x00\udc80"})
    audit = audited(store, Scan(known=known(dependencies=(odd,)), analysis="v1"))
    assert [each.name for each in store.dependencies.known(audit)["a/one"].dependencies] == [odd.name]


def _fields(row: Dependency) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Dependency.__dataclass_fields__}
