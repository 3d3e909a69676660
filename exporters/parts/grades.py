"""Scores and gates in words: what the templates of all formats say of quality."""

from collections.abc import Sequence

from exporters.parts import words
from gitops_assets.core.compliance.document import milliseconds as per_repository
from gitops_assets.core.compliance.record import AskedGate
from gitops_assets.core.compliance.score import Level, Score
from gitops_assets.core.compliance.section import GateTally
from gitops_assets.core.model import Health
from gitops_assets.core.report import Report


def points(score: Score) -> str:
    """A score as a whole number; a dash where none is known."""
    return words.UNKNOWN if score.value is None else f"{score.value:.0f}"


def points_of(report: Report, slug: str) -> str:
    """A repository's score with its letter, and how much of it is known where that is not everything."""
    record = report.quality.repositories.get(slug)
    if record is None or record.score.level is None:
        return words.UNKNOWN
    known = "" if record.score.coverage >= 1 else f", {words.percent(record.score.coverage)} known"
    return f"{points(record.score)} {record.score.level}{known}"


def score(of_fleet: Score) -> str:
    """The fleet's score in a sentence, with how much of it is known."""
    if of_fleet.value is None:
        return "No score: nothing that weighs is known."
    known = words.percent(of_fleet.coverage)
    return f"The fleet scores {points(of_fleet)} of 100, level {of_fleet.level}, with {known} known."


def score_tone(of: Score) -> Health:
    """The colour of a bar: green from B on, red below C."""
    if of.level in (Level.A, Level.B):
        return Health.GREEN
    return Health.YELLOW if of.level is Level.C else Health.RED


def advisories(snapshot: str | None) -> str:
    """As of when vulnerabilities are known."""
    if snapshot is None:
        return "No snapshot of advisories was imported, so vulnerabilities are unknown, not absent."
    return f"Vulnerabilities are those known on {snapshot}."


def milliseconds(gate: AskedGate) -> str:
    """What asking a gate took a repository."""
    return f"{per_repository(gate):,} ms"


def untroubled(tallies: Sequence[GateTally]) -> str:
    """How many gates nobody fails."""
    fine = sum(not tally.fails for tally in tallies)
    return f"{words.count(fine, 'gate')} of {len(tallies):,} {'is' if fine == 1 else 'are'} failed by nobody."
