"""Where versions that exclude each other meet: repositories that would need both at once.

Two repositories that never stand on one path demand what they like. But whoever needs both of them, or is one
of them and needs the other, can install no version at all, where only one version of a name can be installed.
npm gives each package its own, and cargo links one of each major: there nothing breaks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, DependencyGraph
from gitops_assets.core.dependencies.model import Kind, Scope
from gitops_assets.core.dependencies.versions import scheme_of
from gitops_assets.core.dependencies.versions.intervals import EVERYTHING, Ranges

_CARRIED = frozenset({Scope.RUNTIME, Scope.OPTIONAL})
"""Scopes that come along when a repository is needed; what builds or tests it does not."""

_ONE_VERSION = frozenset({"pypi", "golang", "maven", "gem", "composer", "nuget", "conan", "terraform"})
"""Ecosystems in which an installation has one version of a name."""

Users = Mapping[str, frozenset[str]]
"""By repository, all that need it at runtime, itself among them; without an entry only itself."""


def with_breaks(conflicts: Iterable[Conflict], graph: DependencyGraph) -> Iterator[Conflict]:
    """The conflicts, those of versions with the repositories that they break."""
    users = _users(graph)
    for each in conflicts:
        alone = each.kind is ConflictKind.CONFLICT and each.ecosystem in _ONE_VERSION
        yield replace(each, breaks=_broken(each, users)) if alone else each


def _broken(conflict: Conflict, users: Users) -> tuple[str, ...]:
    bounds = _bounds(conflict)
    met: defaultdict[str, list[str]] = defaultdict(list)
    for slug in bounds:
        for user in users.get(slug, frozenset({slug})):
            met[user].append(slug)
    return tuple(sorted(user for user, slugs in met.items() if len(slugs) > 1 and _exclude(slugs, bounds)))


def _bounds(conflict: Conflict) -> dict[str, Ranges]:
    """What each repository itself carries to whoever needs it; one that contradicts itself is left out."""
    scheme = scheme_of(conflict.ecosystem)
    bounds: dict[str, Ranges] = {}
    for claim in conflict.claims:
        known = scheme.constraint(claim.constraint) if claim.constraint else None
        if known is not None and claim.scope in _CARRIED:
            bounds[claim.slug] = bounds.get(claim.slug, EVERYTHING) & known.ranges
    return {slug: ranges for slug, ranges in bounds.items() if not ranges.empty}


def _exclude(slugs: Sequence[str], bounds: Mapping[str, Ranges]) -> bool:
    common = EVERYTHING
    for slug in slugs:
        common &= bounds[slug]
    return common.empty


def _users(graph: DependencyGraph) -> Users:
    """Who needs whom at runtime, by any number of steps."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for edge in graph.edges:
        if edge.scope in _CARRIED and edge.kind is Kind.PACKAGE:
            near[edge.target].add(edge.source)
    return {slug: frozenset(_closure(slug, near)) for slug in near}


def _closure(start: str, near: Mapping[str, set[str]]) -> set[str]:
    found, todo = {start}, [start]
    while todo:
        fresh = near.get(todo.pop(), set()) - found
        found |= fresh
        todo += fresh
    return found
