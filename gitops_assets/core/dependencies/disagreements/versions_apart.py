"""Versions that disagree: ranges without a version in common, and versions that merely differ."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from gitops_assets.core.dependencies.disagreements.proposals import meeting
from gitops_assets.core.dependencies.disagreements.statements import (
    Name,
    Statement,
    by_constraint,
    claims_of,
    counted_names,
    enumerated,
    quoted,
    slugs,
)
from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind
from gitops_assets.core.dependencies.versions import scheme_of
from gitops_assets.core.dependencies.versions.intervals import EVERYTHING, Ranges

_COMPARED = 300
"""Constraints of one name that are compared each with each, where a look at them in order is not enough."""

Group = tuple[str, Ranges, Sequence[Statement]]


def version_conflicts(stated: Mapping[Name, Sequence[Statement]]) -> Iterator[Conflict]:
    """One conflict or skew for each name on which two repositories disagree."""
    for (ecosystem, name), said in stated.items():
        claims = [each for each in said if each.claim.constraint or each.claim.resolved]
        if len(slugs(claims)) > 1:
            found = _conflict(ecosystem, name, claims) or _skew(ecosystem, name, claims)
            if found is not None:
                yield found


def _conflict(ecosystem: str, name: str, said: Sequence[Statement]) -> Conflict | None:
    if not scheme_of(ecosystem).shared:
        return None
    groups = [(text, bound.ranges, who) for text, bound, who in by_constraint(said)]
    pair = _clash(groups)
    if pair is None:
        return None
    claims = [each for each in said if each.known is not None]
    return Conflict(
        name=name,
        ecosystem=ecosystem,
        kind=ConflictKind.CONFLICT,
        claims=claims_of(claims),
        why=f"No version of {quoted(name)} satisfies {_both(pair)}.",
        proposal=meeting(ecosystem, claims, locks=False),
    )


def _skew(ecosystem: str, name: str, said: Sequence[Statement]) -> Conflict | None:
    claims = [each for each in said if each.at is not None or each.loose]
    if len(slugs(claims)) < 2 or not _differ(claims):
        return None
    return Conflict(
        name=name,
        ecosystem=ecosystem,
        kind=ConflictKind.SKEW,
        claims=claims_of(claims),
        why=f"{quoted(name)} is at versions that differ: {_stands(claims)}.",
        proposal=meeting(ecosystem, claims, locks=True),
    )


def _clash(groups: Sequence[Group]) -> Sequence[Group] | None:
    """Constraints of different repositories that exclude each other; all where no two do.

    A repository that disagrees only with itself (a tree with two major versions) is nobody's conflict.
    """
    common = EVERYTHING
    for nth, group in enumerate(groups):
        common &= group[1]
        if common.empty:
            near = next(((other, group) for other in groups[:nth] if _apart(other, group)), None)
            return near or _anywhere(groups)
    return None


def _anywhere(groups: Sequence[Group]) -> Sequence[Group] | None:
    pairs = combinations(groups[:_COMPARED], 2)
    found = next((pair for pair in pairs if _apart(*pair)), None)
    return found or (groups if _each_alone_is_sound(groups) else None)


def _apart(left: Group, right: Group) -> bool:
    return (left[1] & right[1]).empty and len(slugs((*left[2], *right[2]))) > 1


def _each_alone_is_sound(groups: Sequence[Group]) -> bool:
    own: dict[str, Ranges] = {}
    for _, ranges, who in groups:
        for slug in slugs(who):
            own[slug] = own.get(slug, EVERYTHING) & ranges
    return not any(each.empty for each in own.values())


def _both(groups: Sequence[Group]) -> str:
    parts = [f"{quoted(text)} ({_speakers(who)})" for text, _, who in groups]
    return f"both {parts[0]} and {parts[1]}" if len(parts) == 2 else enumerated(parts)


def _speakers(who: Sequence[Statement]) -> str:
    speakers = sorted({each.who for each in who})
    if len(speakers) == 1:
        return speakers[0]
    scopes = sorted({each.scope.value for each in who})
    return counted_names(slugs(who)) + ("" if scopes == ["runtime"] else f", {enumerated(scopes)}")


def _differ(said: Sequence[Statement]) -> bool:
    versions = {each.at.key: each.at for each in said if each.at is not None}
    loose = {each.known.ranges for each in said if each.at is None and each.known is not None}
    if len(versions) > 1 or len(loose) > 1:
        return True
    return any(version not in ranges for version in versions.values() for ranges in loose)


def _stands(said: Sequence[Statement]) -> str:
    stands: defaultdict[str, list[Statement]] = defaultdict(list)
    for each in said:
        stands[each.at.text if each.at is not None else each.claim.constraint or ""].append(each)
    counted = {text: slugs(who) for text, who in stands.items()}
    ordered = sorted(counted, key=lambda text: (-len(counted[text]), text))
    return enumerated([f"{quoted(text)} in {counted_names(counted[text])}" for text in ordered])
