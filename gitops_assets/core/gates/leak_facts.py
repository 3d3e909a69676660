"""Secrets in what older commits hold, as gates see them: redacted, and how far somebody looked."""

from dataclasses import dataclass

from gitops_assets.core.gates.scanning import Hit


@dataclass(frozen=True, slots=True)
class Leak:
    """A hit in a content that the tree no longer has; ``commit`` brought it, if that is known."""

    path: str
    commit: str | None
    hit: Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakFacts:
    """What was found in the history; ``unknown`` says what was not looked at, None where all was."""

    leaks: tuple[Leak, ...] = ()
    unknown: str | None = None
