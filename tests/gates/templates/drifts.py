"""A repository that follows a template, for the gates over templates."""

from dataclasses import replace

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.templates.model import Cell, Drift, DriftedFile, MergeKind, Version
from tests.gates.trees import seen

V1, V2 = Version(tag="v1.0.0", oid="1" * 40), Version(tag="v2.0.0", oid="2" * 40)


def drift(*files: DriftedFile, **fields: object) -> Drift:
    """At the newest version with these files."""
    plain = Drift(slug="acme/app", template="ci", version=V2, latest=V2, files=files, score=50.0)
    return replace(plain, **fields)  # type: ignore[arg-type] # a test's shorthand


def file(
    path: str, cell: Cell, *, line: int = 1, weight: float = 1.0, merge: MergeKind = MergeKind.TEXT
) -> DriftedFile:
    """One file of it."""
    return DriftedFile(path=path, cell=cell, line=line, end_line=line, weight=weight, merge=merge)


def following(*drifts: Drift) -> Facts:
    """What a gate sees of a repository that follows these."""
    return replace(seen({}), templates=drifts)
