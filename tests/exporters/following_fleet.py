"""A report of a fleet in which two repositories follow a template."""

from dataclasses import replace

from gitops_assets.core.compliance.score import Score
from gitops_assets.core.report import Report
from gitops_assets.core.templates.document import scored
from gitops_assets.core.templates.model import ApplyState, Cell, Drift, DriftedFile, Version
from gitops_assets.core.templates.section import LastApplied, TemplatePoint, TemplateSection
from tests.exporters.golden_fleet import NOW, report

V1, V2 = Version(tag="v1.0.0", oid="1" * 40), Version(tag="v2.0.0", oid="2" * 40)


def section() -> TemplateSection:
    """One behind with an edit, one to which nothing was ever applied, one that is not known."""
    return TemplateSection(
        drifts=(
            scored(
                Drift(
                    slug="acme/api",
                    template="python-ci",
                    version=V1,
                    latest=V2,
                    behind=1,
                    files=(
                        DriftedFile(path=".github/workflows/ci.yml", cell=Cell.ADAPTED, line=7, end_line=9),
                        DriftedFile(path="a|b<c>.md", cell=Cell.UNCHANGED),
                    ),
                )
            ),
            scored(
                Drift(
                    slug="acme/web",
                    template="python-ci",
                    version=None,
                    latest=V2,
                    files=(DriftedFile(path=".github/workflows/ci.yml", cell=Cell.MISSING),),
                    missing_required=("docs/",),
                    required=1,
                )
            ),
            Drift(slug="acme/web", template="old", version=V1, latest=V2, unknown="the version is gone"),
        ),
        applied={
            "acme/api": LastApplied(
                application="app_1",
                template="python-ci",
                version="v1.0.0",
                state=ApplyState.APPLIED,
                at=NOW - 86_400,
            )
        },
        trend=(TemplatePoint(12, NOW, Score(51.0, 1.0)),),
    )


def following_report() -> Report:
    """The golden report with it."""
    return replace(report(), templates=section())
