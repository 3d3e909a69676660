"""Every file that the repository's template brings or demands is there.

A file that a standard brings and somebody deleted, a pipeline or a security policy say, is not missed before
it is needed. Files that the template demands without bringing them are asked for as well.

Source: [copier, updating a project](https://copier.readthedocs.io/en/stable/updating/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.templates.following import followed, named, restored
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity
from gitops_assets.core.templates.model import Cell, Drift


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each file of an applied template that is missing, and each file or folder that it demands."""
    for drift in followed(facts):
        if drift.applied:
            yield from _missing(drift)
        yield from _demanded(drift)


def _missing(drift: Drift) -> Iterator[Finding]:
    for file in drift.files:
        if file.cell is Cell.MISSING and file.weight:
            yield Finding(
                message=f"{shown(file.path)} of the template {named(drift)} is missing.",
                path=file.path,
                remedy=restored(drift),
                subject=f"{drift.template}:{file.path}",
            )


def _demanded(drift: Drift) -> Iterator[Finding]:
    brought = {each.path for each in drift.files}
    for path in drift.missing_required:
        if path not in brought:
            what = "folder" if path.endswith("/") else "file"
            yield Finding(
                message=f"The {what} {shown(path)} that the template {named(drift)} demands is missing.",
                path=path.rstrip("/"),
                remedy=f"Add the {what} {shown(path)}.",
                subject=f"{drift.template}:required:{path}",
            )


GATE = Gate(
    id="template-files-present",
    title="Every file that the template brings or demands is there",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Run gitops-assets template apply with the template and the repository.",
    find=find,
    category=Category.TEMPLATES,
    needs=frozenset({Need.TREE, Need.TEMPLATES}),
    required=False,
)
