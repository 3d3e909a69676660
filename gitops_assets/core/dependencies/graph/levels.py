"""How much breaks when the target of an edge does?

Points are added up, from what is depended on and when it is needed:

| what                                                          | runtime | build | optional, dev, test |
|---------------------------------------------------------------|--------:|------:|--------------------:|
| api, data, deployment, image, chart, module: fails as it runs |       3 |     2 |                   1 |
| package, submodule, action, config: fails as it is built      |       2 |     2 |                   1 |
| hook, template: keeps people waiting                          |       1 |     1 |                   0 |

| how many repositories depend on the target            | points |
|-------------------------------------------------------|-------:|
| a tenth of the fleet and at least 5, or 50            |      1 |
| a quarter of it and at least 10, or 200               |      2 |
| half of it and at least 20                            |      3 |

| how critical fleet.yaml says they are | points |
|---------------------------------------|-------:|
| the target is critical                |      1 |
| the source is critical                |      1 |
| the source is low                     |     -1 |

5 points and more are critical, 3 and 4 high, 2 medium, fewer low. What only developers and tests need, or
what is optional, is never above medium.

So critical takes two reasons or one overwhelming one: an API that a quarter of the fleet calls, a library
that half of it is built on, a critical service's call of another critical one.
"""

from math import inf

from gitops_assets.core.dependencies.graph.model import Level
from gitops_assets.core.dependencies.model import Kind, Scope
from gitops_assets.core.fleet.policy import Criticality

_RUNS = frozenset({Kind.API, Kind.DATA, Kind.DEPLOYMENT, Kind.IMAGE, Kind.CHART, Kind.MODULE})
_WAITS = frozenset({Kind.HOOK, Kind.TEMPLATE})
_NEEDED = frozenset({Scope.RUNTIME, Scope.BUILD})
_SHARES = ((2, 20, inf), (4, 10, 200), (10, 5, 50))
"""One in how many repositories of the fleet, at least how many, and how many are always enough."""


def need(kind: Kind, scope: Scope) -> int:
    """The first table."""
    if kind in _WAITS:
        return int(scope in _NEEDED)
    if scope not in _NEEDED:
        return 1
    return 3 if kind in _RUNS and scope is Scope.RUNTIME else 2


def reach(dependents: int, fleet: int) -> int:
    """The second table: the points of a target with so many dependents in a fleet of that size."""
    for points, (share, least, enough) in zip((3, 2, 1), _SHARES, strict=True):
        if dependents >= min(max(fleet / share, least), enough):
            return points
    return 0


def weight(source: str | None, target: str | None) -> int:
    """The third table, from the criticality of both ends."""
    if source is None and target is None:
        return 0
    return (target == Criticality.CRITICAL) + (source == Criticality.CRITICAL) - (source == Criticality.LOW)


def level(kind: Kind, scope: Scope, added: int) -> Level:
    """The level of an edge with these points beside those of the first table."""
    points = need(kind, scope) + added
    if scope not in _NEEDED:
        points = min(points, 2)
    if points >= 5:
        return Level.CRITICAL
    if points >= 3:
        return Level.HIGH
    return Level.MEDIUM if points == 2 else Level.LOW
