"""What a template wrote is still as the template says.

An edit that the template does not know of stays behind when the standard moves, and nothing that looks only
at what a template changed ever shows it. What is added beside its lines, keys and blocks is no edit.

Source: [cruft, checking for drift](https://cruft.github.io/cruft/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.templates.following import followed, named, update
from gitops_assets.core.gates.words import command, shown
from gitops_assets.core.model import Severity
from gitops_assets.core.templates.model import Cell, Drift, DriftedFile, MergeKind


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each file that was edited though the template did not move."""
    for drift in followed(facts):
        yield from (_edited(drift, each) for each in drift.files if each.cell is Cell.ADAPTED and each.weight)


def _edited(drift: Drift, file: DriftedFile) -> Finding:
    whole = file.merge is MergeKind.WHOLE
    others = command("gitops-assets", "template", "promote", drift.template)  # who else made this edit
    return Finding(
        message=f"{shown(file.path)} was edited and differs from the template {named(drift)}.",
        path=file.path,
        line=file.line,
        remedy=update(drift) if whole else others,
        subject=f"{drift.template}:{file.path}",
        severity=Severity.MEDIUM if whole else None,
    )


GATE = Gate(
    id="template-files-unedited",
    title="Files of the template are as the template wrote them",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Take the edit back, or bring it into the template.",
    find=find,
    category=Category.TEMPLATES,
    needs=frozenset({Need.TREE, Need.TEMPLATES}),
    required=False,
)
