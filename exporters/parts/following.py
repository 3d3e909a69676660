"""Templates in words: how well repositories keep to them, for the formats that people read."""

from collections import Counter
from collections.abc import Mapping, Sequence

from exporters.parts import words
from gitops_assets.core.templates.model import Cell, Drift
from gitops_assets.core.templates.section import LastApplied, TemplateSection


def headline(section: TemplateSection) -> str:
    """The fleet's compliance in a sentence."""
    followers = words.count(len(section.of), "repository")
    many = len(section.of) != 1
    verb = "follow" if many else "follows"
    templates = words.count(len(section.templates), "template")
    score = section.score
    if score.value is None:
        return f"{followers} {verb} {templates}; how well is not known."
    known = "" if score.coverage >= 1 else f", with {words.percent(score.coverage)} known"
    scored = "score" if many else "scores"
    reached = f"{score.value:.0f} of 100, level {score.level}"
    return f"{followers} {verb} {templates} and {scored} {reached}{known}."


def cells(counts: Mapping[Cell, int]) -> str:
    """How many files of which cell, in the order of the matrix."""
    return ", ".join(f"{counts[cell]:,} {cell}" for cell in Cell if counts.get(cell)) or words.UNKNOWN


def cells_of(drift: Drift) -> str:
    """The same of one repository; why it is not known where it is not."""
    if drift.unknown is not None:
        return f"not known: {drift.unknown}"
    return cells(Counter(each.cell for each in drift.files))


def versions(drift: Drift) -> str:
    """The version that is applied, and the newest where it is another."""
    latest = drift.latest.tag or drift.latest.oid[:10]
    if drift.version is None:
        return f"never applied, newest is {latest}"
    applied = drift.version.tag or drift.version.oid[:10]
    return applied if drift.version == drift.latest else f"{applied}, newest is {latest}"


def applied(last: LastApplied | None, now: int) -> str:
    """What was applied last and when."""
    if last is None:
        return words.UNKNOWN
    version = f" {last.version}" if last.version else ""
    return f"{last.template}{version}, {last.state}, {words.ago(last.at, now)}"


def furthest(section: TemplateSection) -> Sequence[Drift]:
    """Every drift, those without a score first, then the lowest."""

    def order(drift: Drift) -> tuple[bool, float, str, str]:
        return drift.score is not None, drift.score or 0.0, drift.slug, drift.template

    return sorted(section.drifts, key=order)


def points(drift: Drift) -> str:
    """The score as a whole number; a dash where none is known."""
    return words.UNKNOWN if drift.score is None else f"{drift.score:.0f}"
