from dataclasses import replace

from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.comparison import (
    Difference,
    Update,
    dependency_changes,
    difference,
)
from gitops_assets.core.dependencies.graph.model import DependencyGraph
from gitops_assets.core.dependencies.model import Dependency, RepositoryDependencies, Scope
from tests.dependencies.members import member, need, offer


def known(*rows: Dependency) -> RepositoryDependencies:
    return RepositoryDependencies(slug="web", dependencies=rows)


def graph(*rows: Dependency) -> DependencyGraph:
    return build_graph(
        [member("web", rows), member("lib", offers=["lib", offer("ui", path="ui/package.json")])]
    )


def test_dependencies_come_move_and_go() -> None:
    kept, old, new, gone, fresh = (
        need("a"), need("b"), need("b", constraint="^2"), need("c"), need("d"),
    )  # fmt: skip
    changed = dependency_changes(known(kept, old, gone), known(kept, new, fresh))
    assert changed == Difference(added=(fresh,), updated=(Update(old, new),), removed=(gone,))


def test_a_new_resolved_version_is_an_update() -> None:
    old, new = need("a", resolved="1.0"), need("a", resolved="1.1")
    assert dependency_changes(known(old), known(new)).updated == (Update(old, new),)


def test_another_scope_is_another_dependency() -> None:
    old, new = need("a"), need("a", scope=Scope.DEV)
    assert dependency_changes(known(old), known(new)) == Difference(added=(new,), removed=(old,))


def test_a_line_that_moved_is_no_change() -> None:
    assert not dependency_changes(known(need("a", line=3)), known(need("a", line=30)))


def test_of_several_rows_of_one_identity_only_the_one_that_moved_is_told() -> None:
    one, two, three = (need("a", line=line, constraint=f"^{line}") for line in (1, 2, 3))
    assert dependency_changes(known(one, two), known(two, three)) == Difference(updated=(Update(one, three),))
    assert dependency_changes(known(one, two), known(two)) == Difference(removed=(one,))


def test_edges_come_move_and_go() -> None:
    before = graph(need("lib"))
    after = graph(need("lib", constraint="^9"), need("ui"))
    changed = difference(before, after)
    assert [edge.name for edge in changed.added] == ["ui"]
    assert [(each.before.constraint, each.after.constraint) for each in changed.updated] == [("^1.0", "^9")]
    assert difference(after, before).removed == changed.added


def test_a_target_that_went_missing_is_the_same_edge() -> None:
    before = graph(need("lib"))
    after = replace(before, edges=tuple(replace(edge, missing=True) for edge in before.edges))
    assert not difference(before, after)
