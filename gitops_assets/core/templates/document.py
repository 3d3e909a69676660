"""Drift and compliance as JSON: in the store, in reports, and as the command line tells them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gitops_assets.core.compliance.score import Score
from gitops_assets.core.templates.model import Cell, Drift, DriftedFile, MergeKind, Version
from gitops_assets.core.templates.scoring import RuleTally, template_score
from gitops_assets.core.templates.section import LastApplied, TemplatePoint, TemplateSection, TemplateTally
from gitops_assets.core.times import iso

Document = dict[str, Any]


def templates_document(section: TemplateSection) -> Document:
    """The section as ``docs/report.schema.json`` has it; scores are rounded to one digit."""
    return {
        **_score(section.score),
        "templates": [_tally(each) for each in section.templates.values()],
        "repositories": [drift_document(each) for each in section.drifts],
        "rules": [_rule(each) for each in section.rules],
        "trend": [_point(point) for point in section.trend],
    }


def drift_document(drift: Drift) -> Document:
    """One repository and one template; ``version`` is null where it was never applied."""
    score = template_score(drift)
    return {
        "slug": drift.slug,
        "template": drift.template,
        "version": drift.version and drift.version.tag,
        "version_oid": drift.version and drift.version.oid,
        "latest": drift.latest.tag,
        "latest_oid": drift.latest.oid,
        "applied": drift.applied,
        "assigned": drift.assigned,
        "behind": drift.behind,
        **_score(score),
        "unknown": drift.unknown,
        "required": drift.required,
        "missing_required": list(drift.missing_required),
        "files": [file_document(each) for each in drift.files],
    }


def file_document(file: DriftedFile) -> Document:
    """One cell of the matrix."""
    return {
        "path": file.path,
        "cell": file.cell.value,
        "line": file.line,
        "end_line": file.end_line,
        "weight": file.weight,
        "merge": file.merge.value,
    }


def drift_of(document: Mapping[str, Any]) -> Drift:
    """The drift whose document this is; its score is worked out again. Raises KeyError or ValueError."""
    drift = Drift(
        slug=document["slug"],
        template=document["template"],
        version=_version(document, "version") if document["applied"] else None,
        latest=_version(document, "latest"),
        files=tuple(_file(each) for each in document["files"]),
        unknown=document["unknown"],
        missing_required=tuple(document["missing_required"]),
        required=document["required"],
        behind=document["behind"],
        assigned=document["assigned"],
    )
    return scored(drift)


def scored(drift: Drift) -> Drift:
    """The same with its score."""
    return replace(drift, score=template_score(drift).value)


def applied_document(applied: LastApplied | None) -> Document | None:
    """What was applied to a repository last; null where nothing ever was."""
    if applied is None:
        return None
    return {
        "application": applied.application,
        "template": applied.template,
        "version": applied.version,
        "state": applied.state.value,
        "at": iso(applied.at),
        "who": applied.who,
        "branch": applied.branch,
        "commit": applied.commit,
    }


def following_document(section: TemplateSection, slug: str) -> Document:
    """What a report says of templates in one repository's record."""
    score = section.repositories.get(slug)
    value = None if score is None or score.value is None else round(score.value, 1)
    return {
        "template_compliance": value,
        "last_template_applied": applied_document(section.applied.get(slug)),
    }


def _version(document: Mapping[str, Any], name: str) -> Version:
    return Version(tag=document[name], oid=document[f"{name}_oid"])


def _file(document: Mapping[str, Any]) -> DriftedFile:
    words = {**document, "cell": Cell(document["cell"]), "merge": MergeKind(document["merge"])}
    return DriftedFile(**words)


def _score(score: Score) -> Document:
    value = None if score.value is None else round(score.value, 1)
    return {"score": value, "level": score.level, "coverage": round(score.coverage, 4)}


def _tally(tally: TemplateTally) -> Document:
    return {
        "template": tally.name,
        "latest": tally.latest,
        "repositories": tally.repositories,
        "unapplied": tally.unapplied,
        "behind": tally.behind,
        "unknown": tally.unknown,
        **_score(tally.score),
        "cells": {cell.value: tally.cells.get(cell, 0) for cell in Cell},
    }


def _rule(tally: RuleTally) -> Document:
    return {
        "template": tally.template,
        "demand": tally.demand.value,
        "path": tally.path,
        "failing": tally.failing,
        "points": round(tally.points, 1),
        "cells": {cell.value: tally.cells.get(cell, 0) for cell in Cell},
    }


def _point(point: TemplatePoint) -> Document:
    return {"audit": point.audit, "finished": iso(point.finished), **_score(point.score)}
