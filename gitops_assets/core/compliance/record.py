"""Scores and the gates behind them as they are kept: what an audit asked, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gitops_assets.core.compliance.score import WEIGHTS, Score
from gitops_assets.core.gates.model import Category, Gate
from gitops_assets.core.model import Severity


@dataclass(frozen=True, slots=True)
class ScoreRecord:
    """A repository's score, and the same over the gates of each category that gave an answer."""

    slug: str
    score: Score
    categories: Mapping[Category, Score] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedGate:
    """A gate as an audit asked it. ``severity`` and ``weight`` are the fleet's.

    ``microseconds`` is what asking it took in all, of so many ``repositories``; those whose commit had been
    judged before cost nothing and are not among them.
    """

    id: str
    title: str
    doc: str
    remedy: str
    category: Category
    severity: Severity
    weight: float
    required: bool
    version: int
    repositories: int = 0
    microseconds: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """What asking one gate took."""

    repositories: int = 0
    microseconds: int = 0


def asked_gate(gate: Gate, severity: Callable[[str, Severity], Severity], cost: Cost) -> AskedGate:
    """A gate with what a fleet makes of it."""
    decided = severity(gate.id, gate.severity)
    return AskedGate(
        id=gate.id,
        title=gate.title,
        doc=gate.doc.strip(),
        remedy=gate.remedy,
        category=gate.category,
        severity=decided,
        weight=WEIGHTS[decided],
        required=gate.required,
        version=gate.version,
        repositories=cost.repositories,
        microseconds=cost.microseconds,
    )
