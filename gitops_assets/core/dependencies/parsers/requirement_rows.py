"""One requirement of a Python manifest as rows."""

from collections.abc import Iterator
from dataclasses import replace

from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.model import Confidence, Row, Scope, Skipped
from gitops_assets.core.dependencies.parsers.requirement import NoRequirementError, read_requirement


def requirement_rows(
    path: str,
    line: int,
    text: str,
    *,
    scope: Scope = Scope.RUNTIME,
    own: str = "",
    confidence: Confidence = Confidence.DECLARED,
) -> Iterator[Row]:
    """The dependency, or why there is none.

    A package that asks for extras of itself (``own``) asks for what stands in its own folder.
    """
    if not text.strip():
        return
    try:
        demand = read_requirement(text.strip())
    except NoRequirementError as fault:
        yield Skipped(path=path, line=line, reason=f"has an entry that {fault}")
        return
    if own and demand.name == canonicalize_name(own):
        demand = replace(demand, file=".")
    yield from demand.rows(path, line, scope, confidence)
