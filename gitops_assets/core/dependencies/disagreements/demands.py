"""What the fleet forbids or demands of its dependencies: banned, pinned, the same constraint everywhere."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gitops_assets.core.dependencies.disagreements.statements import (
    Name,
    Statement,
    claim_order,
    claims_of,
    enumerated,
    quoted,
)
from gitops_assets.core.dependencies.graph.model import (
    Conflict,
    ConflictKind,
    Member,
    Proposal,
    VersionClaim,
)
from gitops_assets.core.dependencies.model import Kind, Locked
from gitops_assets.core.dependencies.policy import Banned, DependencyPolicy, Pinned, SameRange
from gitops_assets.core.dependencies.versions import scheme_of
from gitops_assets.core.dependencies.versions.intervals import Version
from gitops_assets.core.fleet.globs import covers
from gitops_assets.core.text import display

_HASHES = (40, 64)

Stated = Mapping[Name, Sequence[Statement]]


def banned(stated: Stated, members: Iterable[Member], policy: DependencyPolicy) -> Iterator[Conflict]:
    """One conflict for each name and rule; a version that only a lock file has counts too."""
    locked = _locked(members, policy.banned) if policy.banned else {}
    for rule in policy.banned:
        for name in sorted(stated.keys() | locked.keys()):
            if _means(rule.name, rule.ecosystem, name):
                claims = {each.claim for each in stated.get(name, ()) if _is_banned(each, rule, name)}
                claims |= {
                    _claim(slug, each) for slug, each in locked.get(name, ()) if _locks_banned(each, rule)
                }
                yield from _found(name, ConflictKind.BANNED, claims, _because(name, rule))


def unpinned(stated: Stated, policy: DependencyPolicy) -> Iterator[Conflict]:
    """One conflict for each name that must be at an exact version somewhere and is not."""
    for name, said in stated.items() if policy.pinned else ():
        rules = [rule for rule in policy.pinned if _means(rule.name, rule.ecosystem, name)]
        claims = {each.claim for each in said if _demanded(each, rules) and not _is_exact(each, name[0])}
        why = f"The fleet demands an exact version of {quoted(name[1])}."
        yield from _found(name, ConflictKind.UNPINNED, claims, why)


def ranges_apart(stated: Stated, rules: Iterable[SameRange]) -> Iterator[Conflict]:
    """One conflict for each name that must have one constraint and has several."""
    named = tuple(rules)
    for name, said in stated.items() if named else ():
        written = Counter(each.claim.constraint for each in said if each.claim.constraint is not None)
        if len(written) > 1 and any(_means(rule.name, rule.ecosystem, name) for rule in named):
            yield _apart(name, [each for each in said if each.claim.constraint is not None], written)


def _apart(name: Name, said: Sequence[Statement], written: Counter[str]) -> Conflict:
    """The constraint that most have is the one to take, the highest of several."""
    ordered = sorted(written, key=lambda text: (-written[text], text))
    best = max(ordered, key=lambda text: (written[text], _lowest(name[0], text), text))
    seen = enumerated([*map(quoted, ordered)])
    bumps = (
        VersionClaim(slug=each.slug, path=each.path, line=each.line, constraint=best)
        for each in claims_of(said)
        if each.constraint != best
    )
    return Conflict(
        name=name[1],
        ecosystem=name[0],
        kind=ConflictKind.RANGE,
        claims=claims_of(said),
        why=f"The fleet demands one constraint on {quoted(name[1])}; it has {seen}.",
        proposal=Proposal(best, tuple(bumps)),
    )


def _lowest(ecosystem: str, text: str) -> tuple[object, ...]:
    known = scheme_of(ecosystem).constraint(text)
    return max((version.key for version in known.named), default=()) if known else ()


def _found(name: Name, kind: ConflictKind, claims: Iterable[VersionClaim], why: str) -> Iterator[Conflict]:
    listed = tuple(sorted(claims, key=claim_order))
    if listed:
        yield Conflict(name=name[1], ecosystem=name[0], kind=kind, claims=listed, why=why)


def _because(name: Name, rule: Banned) -> str:
    which = f"{quoted(name[1])} at {quoted(rule.versions)}" if rule.versions else quoted(name[1])
    return f"{which} is banned: {display(rule.reason).rstrip('.')}."


def _means(glob: str, ecosystem: str | None, name: Name) -> bool:
    return ecosystem in (None, name[0]) and (glob == "*" or covers(glob, name[1]))


def _is_banned(each: Statement, rule: Banned, name: Name) -> bool:
    """Whether what is used is banned; where that is open, whether nothing else may be used."""
    if rule.versions is None:
        return True
    if each.at is not None:
        return _forbids(rule.versions, name[0], each.at)
    forbidden = scheme_of(name[0]).constraint(rule.versions)
    return each.bound is not None and forbidden is not None and each.bound.ranges.within(forbidden.ranges)


def _forbids(versions: str, ecosystem: str, version: Version) -> bool:
    """Whether banned versions, a constraint or, where versions are mere names, a pattern, mean this one."""
    scheme = scheme_of(ecosystem)
    if not scheme.shared:
        return covers(versions, version.text)
    forbidden = scheme.constraint(versions)
    return forbidden is not None and forbidden.ranges.spans(version)


def _locked(
    members: Iterable[Member], rules: Sequence[Banned]
) -> Mapping[Name, Sequence[tuple[str, Locked]]]:
    found: defaultdict[Name, list[tuple[str, Locked]]] = defaultdict(list)
    for member in members:
        for each in member.known.locked if member.present else ():
            name = each.ecosystem, each.name
            if any(_means(rule.name, rule.ecosystem, name) for rule in rules):
                found[name].append((member.slug, each))
    return found


def _locks_banned(each: Locked, rule: Banned) -> bool:
    version = scheme_of(each.ecosystem).version(each.version)
    return rule.versions is None or (version is not None and _forbids(rule.versions, each.ecosystem, version))


def _claim(slug: str, each: Locked) -> VersionClaim:
    return VersionClaim(
        slug=slug, path=each.path, line=each.line, constraint=each.constraint, resolved=each.version
    )


def _demanded(each: Statement, rules: Sequence[Pinned]) -> bool:
    return any(covers(rule.repositories, each.claim.slug) for rule in rules)


def _is_exact(each: Statement, ecosystem: str) -> bool:
    """Whether what is used cannot change by itself: an image's digest, an action's commit, a version.

    A lock file pins what its manifest leaves open, and a submodule is a commit whatever its branch.
    """
    said = tuple(filter(None, (each.claim.constraint, each.claim.resolved)))
    if ecosystem == "docker":
        return any("sha256:" in text for text in said)
    if ecosystem in {"github", "git"}:
        return each.kind is Kind.SUBMODULE or any(map(_is_hash, said))
    return each.at is not None


def _is_hash(text: str) -> bool:
    return len(text) in _HASHES and all(character in "0123456789abcdef" for character in text)
