"""Where all can meet: the version for which the fewest claims have to change, and how they then read."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from gitops_assets.core.dependencies.disagreements.statements import Statement, claim_order
from gitops_assets.core.dependencies.graph.model import Proposal, VersionClaim
from gitops_assets.core.dependencies.versions import scheme_of
from gitops_assets.core.dependencies.versions.intervals import Key, Ranges, Version
from gitops_assets.core.dependencies.versions.model import Scheme
from gitops_assets.core.dependencies.versions.rewriting import rewritten


def meeting(ecosystem: str, said: Sequence[Statement], *, locks: bool) -> Proposal | None:
    """The version that changes the fewest claims, the highest of several; None where nobody names one.

    ``locks`` counts a claim that is locked at another version as one that has to change; otherwise only one
    whose constraint excludes the version. The bumps are the claims as they should read.
    """
    best = _best(said, locks=locks)
    if best is None:
        return None
    scheme = scheme_of(ecosystem)
    moved = [_moved(scheme, each.claim, best) for each in said if _must_move(each, best, locks=locks)]
    return Proposal(best.text, tuple(sorted(moved, key=claim_order)))


def admitting(sets: Mapping[Ranges, int], versions: Sequence[Version]) -> list[int]:
    """For each of some versions in ascending order, how many claims admit it; ``sets`` count claims.

    Sets are swept over once. Only what the rule for pre-releases makes uneven is asked set by set.
    """
    cuts = [(version.key, 0) for version in versions]
    steps = [0] * (len(versions) + 1)
    uneven = {ranges: count for ranges, count in sets.items() if _uneven(ranges)}
    for ranges, count in sets.items():
        for each in () if ranges in uneven else ranges.intervals:
            steps[bisect_left(cuts, each.low)] += count
            steps[bisect_left(cuts, each.high)] -= count
    swept = list(accumulate(steps[:-1]))
    for nth, version in enumerate(versions):
        asked = sets if version.pre is not None else uneven
        found = sum(count for ranges, count in asked.items() if version in ranges)
        swept[nth] = found if version.pre is not None else swept[nth] + found
    return swept


def _best(said: Sequence[Statement], *, locks: bool) -> Version | None:
    """The version at which, or in whose sets, most claims are already."""
    at: Counter[Key] = Counter()
    sets: Counter[Ranges] = Counter()
    for each in said:
        fixed = _fixed(each, locks=locks)
        if fixed is not None:
            at[fixed.key] += 1
        elif each.known is not None:
            sets[each.known.ranges] += 1
    named = {version for each in said for version in _named(each)}
    versions = sorted(named, key=lambda version: (version.key, version.text))
    rated = zip(versions, admitting(sets, versions), strict=True)
    merits = [
        (at[version.key] + count, version.pre is None, nth) for nth, (version, count) in enumerate(rated)
    ]
    return versions[max(merits)[-1]] if merits else None


def _uneven(ranges: Ranges) -> bool:
    return len({each.admits for each in ranges.intervals}) > 1


def _named(each: Statement) -> Iterator[Version]:
    if each.at is not None:
        yield each.at
    yield from each.known.named if each.known is not None else ()


def _fixed(each: Statement, *, locks: bool) -> Version | None:
    """The one version that this claim is at, where that is what counts."""
    return each.at if locks or each.known is None else None


def _must_move(each: Statement, version: Version, *, locks: bool) -> bool:
    fixed = _fixed(each, locks=locks)
    if fixed is not None:
        return fixed.key != version.key
    return each.known is not None and version not in each.known.ranges


def _moved(scheme: Scheme, claim: VersionClaim, version: Version) -> VersionClaim:
    constraint = None if claim.constraint is None else rewritten(scheme, claim.constraint, version)
    return VersionClaim(
        slug=claim.slug,
        path=claim.path,
        line=claim.line,
        constraint=constraint,
        resolved=version.text if claim.resolved is not None else None,
    )
