"""Which repositories are copies of one another: clones, forks, mirrors?"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.graph.names import canonical
from gitops_assets.core.dependencies.links.asides import IN_TREE
from gitops_assets.core.dependencies.model import SHARED_FILE, Confidence, Kind
from gitops_assets.core.remote_url import Identity, identity, redact

ENOUGH = 5
"""Things that two repositories have or need, below which nothing is said of them."""

MOST = 0.8
"""Of all that either has or needs, how much two have in common that are copies."""

_OWN = frozenset({Kind.PACKAGE, Kind.SUBMODULE, Kind.MODULE, Kind.CHART, Kind.API, Kind.DATA})

Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Traits:
    """What tells a repository from others: its address, the packages it makes, what it has and needs."""

    address: Identity | None
    makes: AbstractSet[Named]
    has: AbstractSet[tuple[str, ...]]

    def copied(self, other: "Traits") -> bool:
        """Whether both are clones of one remote, make the same package, or have most things in common.

        Two that make packages of other names are no copies, however alike they are: so are the services that
        come from one template.
        """
        if self.address is not None and self.address == other.address:
            return True
        if self.makes and other.makes:
            return not self.makes.isdisjoint(other.makes)
        either = len(self.has | other.has)
        return either >= ENOUGH and len(self.has & other.has) >= MOST * either


def traits(member: Member) -> Traits:
    """Of one repository, out of its rows."""
    known = member.known
    made = (row for row in known.publications if row.kind is Kind.PACKAGE)
    files = (
        (SHARED_FILE, row.name, row.version or "")
        for row in known.publications
        if row.ecosystem == SHARED_FILE
    )
    needs = (
        (row.ecosystem, row.name) for row in known.dependencies if row.kind in _OWN and row.local is None
    )
    return Traits(
        address=identity(redact(member.urls[0])) if member.urls else None,
        makes=frozenset(
            (row.ecosystem, canonical(row.ecosystem, row.name))
            for row in made
            if row.confidence is not Confidence.INFERRED and row.ecosystem != IN_TREE
        ),
        has=frozenset((*files, *needs)),
    )
