"""Scores and gates of the golden fleet: one that some fail, one that nobody fails, names that break out."""

from gitops_assets.core.compliance.record import AskedGate, ScoreRecord
from gitops_assets.core.compliance.score import Score
from gitops_assets.core.compliance.section import GateTally, QualitySection, TrendPoint
from gitops_assets.core.gates.model import Category
from gitops_assets.core.model import Outcome, Severity


def asked(gate: str, severity: Severity, *, title: str = "It is right", **fields: object) -> AskedGate:
    """A gate as an audit asked it."""
    plain: dict[str, object] = {
        "doc": "It should be right.",
        "remedy": "Make it right.",
        "category": Category.HYGIENE,
        "weight": 5.0,
        "required": True,
        "version": 1,
    }
    return AskedGate(id=gate, severity=severity, title=title, **plain | fields)  # type: ignore[arg-type] # a test's shorthand


def quality(*slugs: str, now: int) -> QualitySection:
    """A section in which each of these repositories has a score of its own."""
    scores = [ScoreRecord(slug, Score(max(0.0, 100.0 - 17 * place), 0.9)) for place, slug in enumerate(slugs)]
    return QualitySection(
        score=Score(71.25, 0.94),
        categories={Category.STATE: Score(88.0, 1.0), Category.HYGIENE: Score(49.0, 0.8)},
        repositories={record.slug: record for record in scores},
        gates=(
            GateTally(
                asked("changes-committed", Severity.MEDIUM, title="Work is committed"),
                {Outcome.PASS: 3, Outcome.FAIL: 2, Outcome.UNKNOWN: 1},
            ),
            GateTally(
                asked(
                    "own-gate",
                    Severity.LOW,
                    title="<b>Bold</b> | it",
                    required=False,
                    category=Category.CUSTOM,
                    repositories=4,
                    microseconds=9_000,
                ),
                {Outcome.FAIL: 1, Outcome.EXEMPT: 1, Outcome.SKIP: 4},
            ),
            GateTally(asked("upstream-set", Severity.LOW), {Outcome.PASS: 6}),
        ),
        trend=(TrendPoint(12, now - 86_400, Score(64.0, 0.9)), TrendPoint(14, now, Score(71.25, 0.94))),
        advisories="2026-02-27",
    )
