"""The drift matrix of each template: its repositories, worst first, by its files.

The still part of the page shows the first of both, the page's program all. To it a row's cells are one letter
each, in the order of the files.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from exporters.parts.page.columns import block, plain
from gitops_assets.core.gates.templates.following import update
from gitops_assets.core.gates.words import command
from gitops_assets.core.templates.model import Cell, Drift, DriftedFile, MergeKind, Version
from gitops_assets.core.templates.places import path_of
from gitops_assets.core.templates.scoring import template_score
from gitops_assets.core.templates.section import LastApplied, TemplateSection

LETTERS: Mapping[Cell, str] = {cell: cell.value[0].upper() for cell in Cell} | {Cell.UNCHANGED: "✓"}
"""What stands in a cell beside its colour."""

NOWHERE = "."
"""The letter of a file that the template does not bring to the repository: its answers leave it out."""

ROWS = 200
"""Repositories in the still part, over all templates."""

LEAST = 20
"""Repositories of each template in the still part, however many templates there are."""

FILES = 24
"""Files of one template in the still part: what fits on paper."""

_NAMES = (
    "repository", "score", "level", "version", "behind", "unknown", "applied", "act", "who", "branch", "mend",
    "lacks", "cells", "lines",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """One template over the fleet. ``drifts`` are worst first, those that are not known last."""

    template: str
    drifts: Sequence[Drift]
    applied: Mapping[str, LastApplied]

    @cached_property
    def files(self) -> Mapping[str, DriftedFile]:
        """Every file that the template has in some repository, by path, as one of them has it."""
        found = {file.path: file for drift in self.drifts for file in drift.files}
        return {path: found[path] for path in sorted(found)}

    @cached_property
    def drifted(self) -> Counter[str]:
        """By path, in how many repositories the file is not as the template has it."""
        cells = ((file.path, file.cell) for drift in self.drifts for file in drift.files)
        return Counter(path for path, cell in cells if cell is not Cell.UNCHANGED)

    @cached_property
    def first_files(self) -> Sequence[str]:
        """Those of the still part: the ones that most repositories drifted in, by path."""
        return sorted(sorted(self.files, key=lambda path: -self.drifted[path])[:FILES])

    def cells(self, drift: Drift, paths: Sequence[str]) -> Sequence[Cell | None]:
        """The cells of one repository; None where the file is not meant for it."""
        found = {file.path: file.cell for file in drift.files}
        return [found.get(path) for path in paths]

    def last(self, drift: Drift) -> LastApplied | None:
        """The repository's last application, where it was of this template."""
        last = self.applied.get(drift.slug)
        return last if last is not None and last.template == self.template else None


def matrices(section: TemplateSection) -> Sequence[Matrix]:
    """The matrix of each template, by name."""
    by_name: dict[str, list[Drift]] = {name: [] for name in section.templates}
    for drift in sorted(section.drifts, key=_order):
        by_name[drift.template].append(drift)
    return [Matrix(template=name, drifts=found, applied=section.applied) for name, found in by_name.items()]


def still_rows(section: TemplateSection) -> int:
    """How many repositories of each template the still part shows."""
    return max(LEAST, ROWS // max(1, len(section.templates)))


def drift(section: TemplateSection) -> Sequence[Mapping[str, object]]:
    """Every matrix for the page's program."""
    return [_packed(matrix, section) for matrix in matrices(section)]


def _packed(matrix: Matrix, section: TemplateSection) -> Mapping[str, object]:
    tally = section.templates[matrix.template]
    return {
        "template": plain(matrix.template),
        "latest": plain(_name(matrix.drifts[0].latest)),
        "score": plain(tally.score.value),
        "level": tally.score.level,
        "unapplied": tally.unapplied,
        "behind": tally.behind,
        "home": plain(path_of(matrix.template)),
        "promote": plain(command("gitops-assets", "template", "promote", matrix.template)),
        "files": block(("path", "whole"), _files(matrix)),
        "rows": block(_NAMES, _rows(matrix)),
    }


def _files(matrix: Matrix) -> Iterator[tuple[object, ...]]:
    for path, file in matrix.files.items():
        yield path, file.merge is MergeKind.WHOLE


def _rows(matrix: Matrix) -> Iterator[tuple[object, ...]]:
    paths = list(matrix.files)
    for each in matrix.drifts:
        score = template_score(each)
        cells = matrix.cells(each, paths)
        last = matrix.last(each)
        yield (
            each.slug,
            score.value,
            score.level,
            each.version and _name(each.version),
            each.behind,
            each.unknown,
            last and last.at,
            last and last.state.value,
            last and last.who,
            last and last.branch,
            update(each),
            each.missing_required,
            "".join(NOWHERE if cell is None else cell.value[0] for cell in cells),
            _lines(each),
        )


def _lines(drift: Drift) -> Sequence[int]:
    # First and last line of every file that drifted, in the order of paths, which is that of the cells.
    drifted = sorted(
        (file for file in drift.files if file.cell is not Cell.UNCHANGED), key=lambda file: file.path
    )
    return [line for file in drifted for line in (file.line, file.end_line)]


def _name(version: Version) -> str:
    return version.tag or version.oid[:10]


def _order(drift: Drift) -> tuple[bool, float, str]:
    return drift.score is None, drift.score or 0.0, drift.slug
