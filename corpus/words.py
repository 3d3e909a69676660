"""Spellings that both sides are brought to before they are compared."""

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from corpus.judging import Fact
from gitops_assets.core.dependencies.model import Dependency

ELSEWHERE = "elsewhere"
"""Stands for a version where something comes from a folder, a repository or an archive."""


def specifier(written: str | None) -> str:
    """A version specifier in one order and spelling; as it was written where it is none."""
    try:
        return str(SpecifierSet(written or ""))
    except InvalidSpecifier:
        return written or ""


def python_row(row: Dependency) -> Fact:
    """Name and specifier of one of our rows."""
    return row.name, ELSEWHERE if row.url or row.local is not None else specifier(row.constraint)


def python_requirement(written: str) -> Fact:
    """Name and specifier of a requirement as ``packaging`` reads it."""
    try:
        wanted = Requirement(written)
    except InvalidRequirement:
        return written, "?"
    return canonicalize_name(wanted.name), ELSEWHERE if wanted.url else str(wanted.specifier)
