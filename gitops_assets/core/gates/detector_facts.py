"""What a detector of others found in a tree, as gates see it: redacted, and named with its version."""

from dataclasses import dataclass

from gitops_assets.core.gates.scanning import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorFacts:
    """Hits by path; ``by`` is the program and its version, ``unknown`` why there is no or half an answer."""

    hits: tuple[tuple[str, Hit], ...] = ()
    by: str = ""
    unknown: str | None = None
