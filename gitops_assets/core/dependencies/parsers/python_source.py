"""Tables that say where a Python package comes from, as Poetry, Pipenv, PDM and uv write them."""

from collections.abc import Iterator, Mapping
from typing import Any

from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.parsers.demand import Demand
from gitops_assets.core.dependencies.parsers.requirement import at_address, exact
from gitops_assets.core.dependencies.parsers.source_url import repository_of

_REFS = ("rev", "tag", "branch", "ref")


def read_table(name: str, written: object) -> Iterator[Demand]:
    """What ``name = written`` asks for: a version, a table, or a list of tables for several markers."""
    if isinstance(written, str):
        yield _versioned(name, written)
    elif isinstance(written, Mapping):
        yield read_source(name, written) or _versioned(name, _text(written, "version"))
    elif isinstance(written, list):
        for each in written:
            if isinstance(each, str | Mapping):
                yield from read_table(name, each)


def read_source(name: str, table: Mapping[str, Any]) -> Demand | None:
    """The repository, archive or folder that a table names; None where a registry is asked."""
    name = canonicalize_name(name)
    if git := _text(table, "git"):
        ref = next((found for key in _REFS if (found := _text(table, key))), None)
        return Demand(ecosystem="pypi", name=name, url=repository_of(git)[0], constraint=ref)
    if path := _text(table, "path"):
        return Demand(ecosystem="pypi", name=name, file=path)
    address = _text(table, "url") or _text(table, "file")
    return at_address(name, address) if address else None


def _versioned(name: str, constraint: str | None) -> Demand:
    return Demand(
        ecosystem="pypi", name=canonicalize_name(name), constraint=constraint, resolved=exact(constraint)
    )


def _text(table: Mapping[str, Any], key: str) -> str | None:
    value = table.get(key)
    return value if isinstance(value, str) and value else None
