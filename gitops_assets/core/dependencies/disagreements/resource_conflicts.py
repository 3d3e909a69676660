"""What only one may have and two repositories claim: ports, volumes, networks, container and image names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from gitops_assets.core.dependencies.disagreements.statements import claim_order, enumerated, quoted
from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, Member, VersionClaim
from gitops_assets.core.dependencies.model import Kind
from gitops_assets.core.text import display

_IMAGE = "image"


def resource_conflicts(members: Iterable[Member]) -> Iterator[Conflict]:
    """One conflict for each resource that two repositories claim; its ecosystem is what kind of thing it is.

    An image name counts as claimed by who publishes it, whatever the tag.
    """
    claims: defaultdict[tuple[str, str], set[VersionClaim]] = defaultdict(set)
    for member in members:
        for key, claim in _claims(member) if member.present else ():
            claims[key].add(claim)
    for (resource, name), found in sorted(claims.items()):
        slugs = sorted({display(each.slug) for each in found})
        if len(slugs) > 1:
            yield Conflict(
                name=name,
                ecosystem=resource,
                kind=ConflictKind.RESOURCE,
                claims=tuple(sorted(found, key=claim_order)),
                why=f"The {display(resource)} {quoted(name)} is claimed by {enumerated(slugs)}.",
            )


def _claims(member: Member) -> Iterator[tuple[tuple[str, str], VersionClaim]]:
    for each in member.known.claims:
        yield (
            (each.resource, each.name),
            VersionClaim(slug=member.slug, path=each.path, line=each.line, constraint=each.detail or None),
        )
    for row in member.known.publications:
        if row.kind is Kind.IMAGE:
            yield (
                (_IMAGE, row.name),
                VersionClaim(
                    slug=member.slug, path=row.path, line=row.line, constraint=None, resolved=row.version
                ),
            )
