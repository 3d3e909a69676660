"""Badges (SVG) for READMEs and dashboards: the fleet's score and health, each repository's score and state.

Flat, in the usual shape. Widths come from a table, so a badge is the same wherever it is drawn.
"""

from collections.abc import Iterator

from exporters.model import Exporter, File, Material
from exporters.parts.badge import Tone, badge
from exporters.parts.file_names import file_names
from exporters.parts.grades import score_tone
from gitops_assets.core.compliance.score import Score
from gitops_assets.core.model import Health, State
from gitops_assets.core.report import Report, RepositoryRow

FOLDER = "badges"
_TONES = {Health.RED: Tone.RED, Health.YELLOW: Tone.YELLOW, Health.GREEN: Tone.GREEN}
_SAID = 2


def files(material: Material) -> Iterator[File]:
    """The fleet's score, its health, then ``<slug>/score.svg`` and ``<slug>/state.svg`` of each."""
    report = material.report
    yield File("badge.svg", _score("fleet score", report.quality.score))
    yield File(f"{FOLDER}/health.svg", badge("fleet health", report.health, _TONES[report.health]))
    names = file_names((row.state.slug for row in report.repositories), ".svg")
    for row in report.repositories:
        yield from _of(report, row, f"{FOLDER}/{names[row.state.slug]}")


def _of(report: Report, row: RepositoryRow, folder: str) -> Iterator[File]:
    record = report.quality.repositories.get(row.state.slug)
    yield File(f"{folder}/score.svg", _score("score", record.score if record else None))
    yield File(f"{folder}/state.svg", badge("state", _states(row.state.states), _TONES[row.health]))


def _score(label: str, score: Score | None) -> bytes:
    if score is None or score.value is None:
        return badge(label, "unknown", Tone.GREY)
    return badge(label, f"{score.level} {score.value:.0f}", _TONES[score_tone(score)])


def _states(states: tuple[State, ...]) -> str:
    more = f" +{len(states) - _SAID}" if len(states) > _SAID else ""
    return (", ".join(states[:_SAID]) + more) or "unknown"


EXPORTER = Exporter(
    id="badges",
    title="Badges of score, health and state",
    file_name="badge.svg",
    media_type="image/svg+xml",
    files=files,
    folder=FOLDER,
)
