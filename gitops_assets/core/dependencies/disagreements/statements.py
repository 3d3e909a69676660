"""What repositories say of one name, side by side: the claims from which disagreement is read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gitops_assets.core.dependencies.graph.model import Member, VersionClaim
from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Scope
from gitops_assets.core.dependencies.versions import scheme_of
from gitops_assets.core.dependencies.versions.intervals import Version
from gitops_assets.core.dependencies.versions.model import Constraint, Scheme
from gitops_assets.core.text import display

Name = tuple[str, str]
"""Ecosystem and name."""

SHOWN = 3
"""How many of many a sentence names."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim and what it means.

    ``known`` is the constraint understood, None where it is not or where there is none. ``at`` is the version
    that is used: the locked one, else what the constraint alone leads to; None where that is open.
    """

    claim: VersionClaim
    kind: Kind
    scope: Scope
    known: Constraint | None
    at: Version | None

    @property
    def bound(self) -> Constraint | None:
        """The constraint where it admits some version; one that admits none disagrees with itself alone."""
        return self.known if self.known is not None and not self.known.ranges.empty else None

    @property
    def loose(self) -> bool:
        """Whether it names versions and none of them is the one in use."""
        return self.at is None and self.bound is not None and bool(self.bound.named)

    @property
    def who(self) -> str:
        """The repository, with the scope where that is not the usual one."""
        slug = display(self.claim.slug)
        return slug if self.scope is Scope.RUNTIME else f"{slug}, {self.scope}"


def statements(members: Iterable[Member]) -> Mapping[Name, Sequence[Statement]]:
    """Every direct dependency of repositories that are present, by name, in the order of slug and place.

    What stays in its own tree (``local``) is left out, and what is no repository's claim on a version.
    """
    found: defaultdict[Name, dict[VersionClaim, Statement]] = defaultdict(dict)
    for member in sorted((each for each in members if each.present), key=lambda each: each.slug):
        for row in member.known.dependencies:
            if row.local is None:
                statement = _statement(member.slug, row)
                found[row.ecosystem, row.name].setdefault(statement.claim, statement)
    return {name: tuple(found[name].values()) for name in sorted(found)}


def slugs(listed: Iterable[Statement]) -> frozenset[str]:
    """The repositories that speak."""
    return frozenset(each.claim.slug for each in listed)


def quoted(text: str | None) -> str:
    """A constraint or version for a sentence."""
    return f"'{display(text or '')[:120]}'"


def counted_names(slugs: Iterable[str]) -> str:
    """``acme/api``, or how many repositories."""
    listed = sorted(set(slugs))
    return display(listed[0]) if len(listed) == 1 else f"{len(listed)} repositories"


def enumerated(parts: Sequence[str]) -> str:
    """The first few with an *and* before the last or before the rest's number."""
    shown = list(parts[:SHOWN])
    if len(parts) > SHOWN:
        shown.append(f"{len(parts) - SHOWN} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def claims_of(listed: Iterable[Statement]) -> tuple[VersionClaim, ...]:
    """The claims in the order of slug and place."""
    return tuple(sorted((each.claim for each in listed), key=claim_order))


def claim_order(claim: VersionClaim) -> tuple[str, str, int, str, str]:
    """Sort key of claims."""
    return claim.slug, claim.path, claim.line, claim.constraint or "", claim.resolved or ""


def by_constraint(listed: Iterable[Statement]) -> Iterator[tuple[str, Constraint, Sequence[Statement]]]:
    """Every constraint that admits something once, with who has it."""
    grouped: defaultdict[str, list[Statement]] = defaultdict(list)
    for each in listed:
        grouped[each.claim.constraint or ""].append(each)
    for text in sorted(grouped):
        bound = grouped[text][0].bound
        if bound is not None:
            yield text, bound, grouped[text]


def _statement(slug: str, row: Dependency) -> Statement:
    scheme = scheme_of(row.ecosystem)
    compiled = row.extractor == "pip-requirements" and row.confidence is Confidence.RESOLVED
    # What a compiler wrote down is a lock: the demand stands in the file that it was compiled from.
    known = scheme.constraint(row.constraint) if row.constraint is not None and not compiled else None
    claim = VersionClaim(
        slug=slug,
        path=row.path,
        line=row.line,
        constraint=row.constraint,
        resolved=row.resolved,
        scope=row.scope,
    )
    return Statement(claim, row.kind, row.scope, known, _at(scheme, row, known))


def _at(scheme: Scheme, row: Dependency, known: Constraint | None) -> Version | None:
    if not scheme.shared:
        name = row.constraint or row.resolved
        return scheme.version(name) if name else None
    locked = scheme.version(row.resolved) if row.resolved else None
    return locked or (known.chosen if known else None)
