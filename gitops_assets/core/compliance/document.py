"""Quality as JSON: the section of a report, and what it says of one repository."""

from gitops_assets.core.compliance.record import AskedGate
from gitops_assets.core.compliance.score import Score
from gitops_assets.core.compliance.section import GateTally, QualitySection, TrendPoint
from gitops_assets.core.model import Outcome
from gitops_assets.core.times import iso


def quality_document(quality: QualitySection) -> dict[str, object]:
    """The section as ``docs/report.schema.json`` has it; scores are rounded to one digit."""
    slowest = quality.slowest
    return {
        **_score(quality.score),
        "advisories": quality.advisories,
        "categories": {str(name): _score(score) for name, score in quality.categories.items()},
        "gates": [_tally(tally) for tally in quality.gates],
        "slowest": None if slowest is None else {"gate": slowest.id, "milliseconds": milliseconds(slowest)},
        "trend": [_point(point) for point in quality.trend],
    }


def score_document(quality: QualitySection, slug: str) -> dict[str, object]:
    """What a report says of one repository's score; null where none is known."""
    record = quality.repositories.get(slug)
    return _score(record.score) if record else {"score": None, "level": None, "coverage": None}


def milliseconds(gate: AskedGate) -> float:
    """What asking a gate took a repository."""
    return round(gate.microseconds / 1000 / max(1, gate.repositories), 1)


def _score(score: Score) -> dict[str, object]:
    value = None if score.value is None else round(score.value, 1)
    return {"score": value, "level": score.level, "coverage": round(score.coverage, 4)}


def _tally(tally: GateTally) -> dict[str, object]:
    gate = tally.gate
    return {
        "gate": gate.id,
        "category": gate.category,
        "severity": gate.severity,
        "required": gate.required,
        **{str(outcome): tally.outcomes.get(outcome, 0) for outcome in Outcome},
        "pass_rate": None if tally.pass_rate is None else round(tally.pass_rate, 4),
        "milliseconds": milliseconds(gate) if gate.repositories else None,
    }


def _point(point: TrendPoint) -> dict[str, object]:
    return {"audit": point.audit, "finished": iso(point.finished), **_score(point.score)}
