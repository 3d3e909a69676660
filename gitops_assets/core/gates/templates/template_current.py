"""The repository has the newest version of each template that it follows.

What a template mended since, an action with a hole say, reaches a repository only by an update. A template
that is assigned and was never applied is the furthest behind.

Source: [copier, updating a project](https://copier.readthedocs.io/en/stable/updating/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.templates.following import both_sides, followed, named, update
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity
from gitops_assets.core.templates.model import Cell, Drift, DriftedFile
from gitops_assets.core.templates.places import path_of

_SAID = {
    Cell.OUTDATED: "is older than",
    Cell.CONFLICT: "was edited where it moved in",
    Cell.EXTRA: "is no longer part of",
}


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each template that was never applied or is behind, and each file that it would move."""
    for drift in followed(facts):
        if not drift.applied:
            yield _told(drift, f"The template {named(drift)} was never applied.")
            continue
        if drift.behind:
            applied = drift.version.tag if drift.version else None
            yield _told(drift, f"The template is at {shown(applied or '?')}, the newest is {named(drift)}.")
        yield from (_moved(drift, file) for file in drift.files if file.cell in _SAID and file.weight)


def _told(drift: Drift, message: str) -> Finding:
    return Finding(
        message=message,
        path=path_of(drift.template),
        remedy=update(drift),
        subject=drift.template,
    )


def _moved(drift: Drift, file: DriftedFile) -> Finding:
    clash = file.cell is Cell.CONFLICT  # somebody has to see both sides first
    return Finding(
        message=f"{shown(file.path)} {_SAID[file.cell]} the template {named(drift)}.",
        path=file.path,
        line=file.line,
        remedy=both_sides(drift) if clash else update(drift),
        subject=f"{drift.template}:{file.path}",
    )


GATE = Gate(
    id="template-current",
    title="The newest version of the template is applied",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Run gitops-assets template update with the template and the repository.",
    find=find,
    category=Category.TEMPLATES,
    needs=frozenset({Need.TREE, Need.TEMPLATES}),
    required=False,
)
