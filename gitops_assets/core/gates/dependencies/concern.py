"""How gates put a disagreement of the fleet into a finding about one line of one repository."""

from collections.abc import Callable, Iterable, Iterator

from gitops_assets.core.dependencies.disagreements.concerns import Concern
from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, VersionClaim
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Finding
from gitops_assets.core.gates.words import shown
from gitops_assets.core.text import display

LONGEST = 400
"""Characters of a sentence from outside that a message shows."""


def at_every_claim(facts: Facts, kind: ConflictKind, remedy: str) -> Iterator[Finding]:
    """One finding for each place of this repository that a conflict of this kind names."""
    for concern in facts.needed.of(kind):
        yield from _findings(concern, concern.claims, remedy)


def at_every_change(
    facts: Facts, kind: ConflictKind, otherwise: str, *, fits: Callable[[Conflict], bool] = lambda _: True
) -> Iterator[Finding]:
    """One finding for each place of this repository that has to change for all to meet, where it fits.

    Where nobody knows on what to meet, every place is named with the remedy ``otherwise``. A repository that
    can stay as it is while others move has nothing to do, and no finding.
    """
    for concern in facts.needed.of(kind):
        if not fits(concern.conflict):
            continue
        if concern.conflict.proposal is None:
            yield from _findings(concern, concern.claims, otherwise)
        for bump in concern.bumps:
            yield from _findings(concern, (bump,), _change(concern, bump))


def subject(concern: Concern) -> str:
    """What tells findings apart: the name in its ecosystem, without any version."""
    return f"{concern.conflict.ecosystem}:{concern.conflict.name}"


def usable(path: str) -> str:
    """A path of the repository that a report can link to."""
    odd = not path or path.startswith("/") or ".." in path.split("/")
    return "." if odd else display(path)


def sentence(text: str) -> str:
    """What somebody else wrote, as one sentence of bounded length."""
    safe = display(text).rstrip(".")
    cut = safe if len(safe) <= LONGEST else safe[: LONGEST - 1] + "…"
    return f"{cut[:1].upper()}{cut[1:]}."


def _findings(concern: Concern, claims: Iterable[VersionClaim], remedy: str) -> Iterator[Finding]:
    for claim in claims:
        yield Finding(
            message=sentence(concern.conflict.why),
            path=usable(claim.path),
            line=max(1, claim.line),
            subject=subject(concern),
            remedy=remedy,
        )


def _change(concern: Concern, bump: VersionClaim) -> str:
    """The change in words: the constraint as it should read, or the lock file's version."""
    before = next((each for each in concern.claims if _same_place(each, bump)), bump)
    name = shown(concern.conflict.name)
    if bump.constraint is not None and bump.constraint != before.constraint:
        written = f", now {shown(before.constraint)}" if before.constraint else ""
        return f"Write {shown(bump.constraint)} for {name}{written}."
    version = bump.resolved or (concern.conflict.proposal.version if concern.conflict.proposal else "")
    return f"Update {name} to {shown(version)}; the constraint can stay."


def _same_place(left: VersionClaim, right: VersionClaim) -> bool:
    return (left.path, left.line) == (right.path, right.line)
