"""From dependents to a score, and to the sentences that say why.

Each dependent takes its share of what is left of 100, so the score grows with every one and never runs over:

    score = 100 * (1 - product over all dependents of (1 - share))
    share = level / distance * (2 when fleet.yaml calls it critical) * (1/2 when it is only inferred)

with 0.3 for a critical level, 0.15 for high, 0.06 for medium and 0.015 for low. So one critical dependent
next door is 30, ten medium ones are 46, and any dependent makes at least 1.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import prod

from gitops_assets.core.dependencies.graph.model import Dependent, Level, Node
from gitops_assets.core.dependencies.model import Confidence
from gitops_assets.core.fleet.policy import Criticality

SHARES = {Level.CRITICAL: 0.3, Level.HIGH: 0.15, Level.MEDIUM: 0.06, Level.LOW: 0.015}
NAMED = 3
"""Repositories that a sentence names before it counts the rest."""


def share(dependent: Dependent, criticality: str | None) -> float:
    """The part of what is left that one dependent takes, 0 to 1."""
    twice = 2 if criticality == Criticality.CRITICAL else 1
    half = 0.5 if dependent.confidence is Confidence.INFERRED else 1
    return SHARES[dependent.level] / dependent.distance * twice * half


def score(dependents: Sequence[Dependent], nodes: Mapping[str, Node]) -> int:
    """0 to 100, rounded; the module's text has the formula."""
    left = prod(1 - share(each, nodes[each.slug].criticality) for each in dependents)
    return max(round(100 * (1 - left)), min(1, len(dependents)))


def why(dependents: Sequence[Dependent], nodes: Mapping[str, Node], circle: Sequence[str]) -> tuple[str, ...]:
    """What the score is made of, in sentences; ``circle`` is the cycle that the repository stands in."""
    return tuple(_sentences(dependents, nodes, circle))


def _sentences(
    dependents: Sequence[Dependent], nodes: Mapping[str, Node], circle: Sequence[str]
) -> Iterator[str]:
    if not dependents:
        yield "No repository of the fleet is known to depend on it."
        return
    direct = sum(each.distance == 1 for each in dependents)
    part = len(dependents) / max(1, len(nodes) - 1)
    all_of_them = f"{_repositories(len(dependents))} of {len(nodes) - 1:,} ({part:.0%})"
    ways = f"{direct:,} directly, {len(dependents) - direct:,} through others"
    yield f"{all_of_them} {_verb(len(dependents), 'depend')} on it: {ways}."
    worst = min((each.level for each in dependents), key=lambda level: level.rank)
    hit = [each.slug for each in dependents if each.level is worst]
    yield f"The worst level is {worst}: {listed(hit)}."
    critical = [each.slug for each in dependents if nodes[each.slug].criticality == Criticality.CRITICAL]
    if critical:
        yield f"The fleet calls {listed(critical)} critical."
    guessed = sum(each.confidence is Confidence.INFERRED for each in dependents)
    if guessed:
        yield f"{_repositories(guessed)} {_verb(guessed, 'count')} half: the way there is only inferred."
    if circle:
        yield f"It stands in a circle of {_repositories(len(circle))}: {listed(circle)}."


def listed(slugs: Sequence[str]) -> str:
    """The first few by name, the others by number."""
    rest = len(slugs) - NAMED
    return ", ".join(slugs[:NAMED]) + (f" and {rest:,} more" if rest > 0 else "")


def _repositories(count: int) -> str:
    return f"{count:,} {'repository' if count == 1 else 'repositories'}"


def _verb(count: int, word: str) -> str:
    return f"{word}s" if count == 1 else word
