"""The rows that the policy lets count, and those that it adds: what graph and conflicts are built from."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.model import (
    SHARED_FILE,
    Claim,
    Confidence,
    Dependency,
    Kind,
    Locked,
    Publication,
    Skipped,
)
from gitops_assets.core.dependencies.policy import DependencyPolicy

FLEET_FILE = "fleet.yaml"
"""The path of what no repository says and the fleet's file does."""

OF_FLEET = "fleet"
"""The ecosystem of the edges that the fleet's file adds; their names are slugs."""

_KINDS = {
    "docker": Kind.IMAGE,
    "github": Kind.ACTION,
    "terraform": Kind.MODULE,
    "helm": Kind.CHART,
    SHARED_FILE: Kind.CONFIG,
}

Listed = TypeVar("Listed", Dependency, Publication, Claim, Skipped, Locked)


def selected(members: Iterable[Member], policy: DependencyPolicy) -> tuple[Member, ...]:
    """The members with the rows that count: nothing ignored or switched off, what the fleet adds at the end.

    Doing it twice gives the same.
    """
    return tuple(_selected(member, policy) for member in members)


def _selected(member: Member, policy: DependencyPolicy) -> Member:
    known, slug = member.known, member.slug
    return replace(
        member,
        known=replace(
            known,
            dependencies=_once(_kept(known.dependencies, policy), _added(slug, policy)),
            publications=_once(_kept(known.publications, policy), _published(slug, policy)),
            claims=_kept(known.claims, policy),
            skipped=_kept(known.skipped, policy),
            locked=_kept(known.locked, policy),
        ),
    )


def _kept(rows: Iterable[Listed], policy: DependencyPolicy) -> tuple[Listed, ...]:
    return tuple(
        row
        for row in rows
        if row.extractor not in policy.disabled
        and not policy.ignores(row.path)
        and (policy.inferred or getattr(row, "confidence", None) is not Confidence.INFERRED)
    )


def _once(rows: tuple[Listed, ...], added: Iterable[Listed]) -> tuple[Listed, ...]:
    return rows + tuple(each for each in added if each not in rows)


def _added(slug: str, policy: DependencyPolicy) -> Iterator[Dependency]:
    for rule in policy.edges:
        if rule.source == slug and rule.kind is not None and not rule.remove:
            yield Dependency(kind=rule.kind, ecosystem=OF_FLEET, name=rule.target, path=FLEET_FILE, line=1)


def _published(slug: str, policy: DependencyPolicy) -> Iterator[Publication]:
    for each in policy.publishes.get(slug, ()):
        kind = _KINDS.get(each.ecosystem, Kind.PACKAGE)
        yield Publication(kind=kind, ecosystem=each.ecosystem, name=each.name, path=FLEET_FILE, line=1)
    targeted = (rule.kind for rule in policy.edges if rule.target == slug and not rule.remove)
    for added in dict.fromkeys(kind for kind in targeted if kind is not None):
        yield Publication(kind=added, ecosystem=OF_FLEET, name=slug, path=FLEET_FILE, line=1)
