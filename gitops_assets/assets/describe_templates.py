"""What a person sees of templates in the Dagster UI."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import dagster as dg

from exporters.parts.following import cells, cells_of, points, versions
from gitops_assets.assets.describe import PAGES, Metadata, table
from gitops_assets.core.templates.model import Action, Cell, Drift, Template
from gitops_assets.core.templates.section import TemplateSection
from gitops_assets.core.text import display
from resources.templates.errors import TemplateError
from resources.templates.planned import Planned

Survey = Iterable[tuple[str, Template | TemplateError]]


def of_catalogue(survey: Survey) -> Metadata:
    """Every template with its newest version and what it asks."""
    rows = [
        (name, found.versions[0].tag or "", len(found.versions), len(found.questions), found.overlay.title)
        for name, found in survey
        if isinstance(found, Template)
    ]
    return {
        "templates": dg.MetadataValue.int(len(rows)),
        "list": table(("template", "newest", "versions", "questions", "what it is"), rows),
    }


def unreadable(survey: Survey) -> Metadata:
    """By name, why a template cannot be had."""
    return {
        name: dg.MetadataValue.text(display(str(found)))
        for name, found in survey
        if isinstance(found, TemplateError)
    }


def of_backups(faults: Mapping[str, str]) -> Metadata:
    """By id, what is wrong with a backup."""
    return {name: dg.MetadataValue.text(display(why)) for name, why in faults.items()}


def drift_pages(told: Sequence[Drift]) -> dict[str, Metadata]:
    """What the page of each repository says that was compared now, by slug."""
    by_slug: defaultdict[str, list[Drift]] = defaultdict(list)
    for each in told:
        by_slug[each.slug].append(each)
    return {slug: _of_repository(by_slug[slug]) for slug in sorted(by_slug)[:PAGES]}


def _of_repository(drifts: Sequence[Drift]) -> Metadata:
    rows = [
        (each.template, file.path, file.cell, f"{file.line}-{file.end_line}")
        for each in drifts
        for file in each.files
        if file.cell is not Cell.UNCHANGED
    ]
    return {
        "templates": table(
            ("template", "version", "score", "files"),
            [(each.template, versions(each), points(each), cells_of(each)) for each in drifts],
        ),
        "cells": table(("template", "file", "cell", "lines"), rows),
    }


def of_drifts(known: Mapping[str, Sequence[Drift]]) -> Metadata:
    """How well the repositories of one run keep to their templates, those furthest away by name."""
    section = TemplateSection(drifts=tuple(each for found in known.values() for each in found))
    counts = Counter(file.cell for each in section.drifts for file in each.files)
    ordered = sorted(section.drifts, key=lambda each: (each.score is not None, each.score or 0.0))
    value = section.score.value
    return {
        "repositories that follow a template": dg.MetadataValue.int(len(section.of)),
        **({} if value is None else {"score": dg.MetadataValue.float(round(value, 1))}),
        "files": dg.MetadataValue.text(cells(counts)),
        "furthest away": table(
            ("repository", "template", "score", "files"),
            [(each.slug, each.template, points(each), cells_of(each)) for each in ordered],
        ),
    }


def plan_words(planned: Planned) -> tuple[object, ...]:
    """What a plan says, for telling whether it moved."""
    files = planned.plan.files if planned.plan else ()
    return planned.slug, planned.template, planned.why, [(each.path, each.action.value) for each in files]


def plan_pages(plans: Sequence[Planned]) -> dict[str, Metadata]:
    """What the page of each repository says of its plans, by slug."""
    by_slug: defaultdict[str, list[Planned]] = defaultdict(list)
    for each in plans:
        by_slug[each.slug].append(each)
    return {slug: {"files": _files(by_slug[slug])} for slug in sorted(by_slug)[:PAGES]}


def _files(plans: Sequence[Planned]) -> dg.MetadataValue:
    rows = [
        (each.template, file.action, file.path, file.why)
        for each in plans
        for file in (each.plan.files if each.plan else ())
        if file.action is not Action.KEEP
    ]
    return table(("template", "action", "file", "why"), [*rows, *_unplanned(plans)])


def _unplanned(plans: Sequence[Planned]) -> list[tuple[str, str, str, str]]:
    return [(each.template, "none", "", display(each.why)) for each in plans if each.plan is None]


def of_plans(plans: Sequence[Planned]) -> Metadata:
    """How much one run would change, and where somebody has to decide."""
    made = [each.plan for each in plans if each.plan]
    clashes = [(plan.slug, plan.template.name, len(plan.conflicts)) for plan in made if plan.conflicts]
    return {
        "plans": dg.MetadataValue.int(len(made)),
        "files to change": dg.MetadataValue.int(sum(len(plan.changes) for plan in made)),
        "conflicts": table(("repository", "template", "files"), clashes),
        "no plan": table(("template", "", "", "why"), _unplanned(plans)),
    }
