"""Files that repositories have in common: whose is it, and who has it from there?

Of all that have the same file one is taken for its source, and each other is led there: a star, so that a
file in a hundred repositories is 99 edges and not 4,950. The source is the repository that ``fleet.yaml``
says publishes a file of that name, else the template that most of the others were rendered from, else the
first by slug, which is a mere convention. A file that more than :data:`MANY` have is what a tool writes
into all of them, and leads nobody anywhere unless its source is one of the first two.

Copies of one repository have everything in common, which says nothing: between them there is no such edge.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gitops_assets.core.dependencies.graph.copies import Traits, traits
from gitops_assets.core.dependencies.graph.lead import Lead
from gitops_assets.core.dependencies.graph.model import Member
from gitops_assets.core.dependencies.model import (
    SHARED_FILE,
    Confidence,
    Dependency,
    Kind,
    Publication,
    Scope,
)

MANY = 100
"""Repositories that have a file which nobody wrote with each of them in mind."""

Holders = Mapping[str, Publication]
"""Who has a file, and where: the first place by path."""


def in_common(members: Sequence[Member], leads: Iterable[Lead]) -> Iterator[Lead]:
    """The leads from each holder of a file to its source; ``leads`` are those that are known by name."""
    groups = _groups(members)
    if not groups:
        return
    fleet = _Fleet(members, leads)
    for (name, version), holders in groups:
        target = fleet.source(name, holders)
        if target is not None:
            others = ((slug, file) for slug, file in holders.items() if slug != target)
            yield from (
                Lead(slug, _need(file, version), target)
                for slug, file in others
                if fleet.distinct(slug, target)
            )


class _Fleet:
    """Who is whose template or copy, and who is named as the source of a file."""

    def __init__(self, members: Iterable[Member], leads: Iterable[Lead]) -> None:
        self._members = {member.slug: member for member in members}
        self._named = {
            (row.name, slug)
            for slug, member in self._members.items()
            for row in member.known.publications
            if row.ecosystem == SHARED_FILE and row.confidence is not Confidence.INFERRED
        }
        self._templates: defaultdict[str, set[str]] = defaultdict(set)
        for lead in leads:
            if lead.dependency.kind is Kind.TEMPLATE:
                self._templates[lead.source].add(lead.target)
        self._traits: dict[str, Traits] = {}

    def source(self, name: str, holders: Holders) -> str | None:
        """Of all holders the one named, the template of most others, or the first; None of too many."""
        if named := min((slug for slug in holders if (name, slug) in self._named), default=None):
            return named
        rendered = (self._templates[slug] for slug in holders if slug in self._templates)
        counts = Counter(target for targets in rendered for target in targets if target in holders)
        if counts:
            return min(counts, key=lambda slug: (-counts[slug], slug))
        return min(holders) if len(holders) <= MANY else None

    def distinct(self, slug: str, target: str) -> bool:
        """Whether what both have says anything: one is the other's template, or they are no copies."""
        if target in self._templates.get(slug, ()):
            return True
        return not self._of(slug).copied(self._of(target))

    def _of(self, slug: str) -> Traits:
        if slug not in self._traits:
            self._traits[slug] = traits(self._members[slug])
        return self._traits[slug]


def _groups(members: Iterable[Member]) -> list[tuple[tuple[str, str], Holders]]:
    """By name and content, the files that several have."""
    found: defaultdict[tuple[str, str], dict[str, Publication]] = defaultdict(dict)
    for member in members:
        for row in member.known.publications:
            if row.ecosystem == SHARED_FILE and row.version:
                found[row.name, row.version].setdefault(member.slug, row)
    return [(key, holders) for key, holders in found.items() if len(holders) > 1]


def _need(file: Publication, version: str) -> Dependency:
    return Dependency(
        kind=Kind.CONFIG,
        ecosystem=SHARED_FILE,
        name=file.name,
        path=file.path,
        line=file.line,
        scope=Scope.DEV,
        resolved=version,
        confidence=Confidence.INFERRED,
        extractor=file.extractor,
    )
