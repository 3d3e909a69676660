import pytest

from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.levels import reach
from gitops_assets.core.dependencies.graph.model import Level, Member
from gitops_assets.core.dependencies.model import Dependency, Kind, Scope
from tests.dependencies.members import edge_of, member, need


def leveled(
    wants: Dependency, source: str | None = None, target: str | None = None, others: int = 0
) -> Level:
    fleet: list[Member] = [member(f"other{number}", ["lib"]) for number in range(others)]
    ends = [member("web", [wants], criticality=source), member("lib", offers=["lib"], criticality=target)]
    return edge_of(build_graph([*ends, *fleet]), "web").level


@pytest.mark.parametrize(
    ("kind", "scope", "level"),
    [
        (Kind.API, Scope.RUNTIME, Level.HIGH),
        (Kind.IMAGE, Scope.BUILD, Level.MEDIUM),
        (Kind.PACKAGE, Scope.RUNTIME, Level.MEDIUM),
        (Kind.PACKAGE, Scope.DEV, Level.LOW),
        (Kind.ACTION, Scope.BUILD, Level.MEDIUM),
        (Kind.HOOK, Scope.DEV, Level.LOW),
    ],
)
def test_what_is_needed_and_when_decides_first(kind: Kind, scope: Scope, level: Level) -> None:
    assert leveled(need("lib", kind=kind, scope=scope)) is level


def test_a_library_that_half_of_the_fleet_needs_is_critical() -> None:
    assert leveled(need("lib"), others=20) is Level.CRITICAL
    assert leveled(need("lib"), others=5) is Level.HIGH


def test_a_critical_service_that_calls_another_is_critical() -> None:
    assert leveled(need("lib", kind=Kind.API), "critical", "critical") is Level.CRITICAL
    assert leveled(need("lib", kind=Kind.API), "critical") is Level.HIGH


def test_what_a_low_service_needs_weighs_less() -> None:
    assert leveled(need("lib"), "low") is Level.LOW


def test_what_only_tests_need_is_never_above_medium() -> None:
    assert leveled(need("lib", scope=Scope.TEST), "critical", "critical", others=30) is Level.MEDIUM


@pytest.mark.parametrize(
    ("dependents", "fleet", "points"),
    [
        (4, 5, 0), (5, 5, 1), (5, 51, 0), (50, 10_000, 1), (10, 40, 2), (9, 10, 1), (200, 10_000, 2),
        (20, 40, 3), (19, 20, 2), (4_999, 10_000, 2), (5_000, 10_000, 3),
    ],
)  # fmt: skip
def test_fan_in_counts_by_share_within_bounds(dependents: int, fleet: int, points: int) -> None:
    assert reach(dependents, fleet) == points
