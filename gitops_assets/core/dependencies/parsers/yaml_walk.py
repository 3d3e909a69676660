"""Everything in a parsed document, in its order, without recursion."""

from collections.abc import Iterator, Mapping
from typing import Any

from gitops_assets.core.dependencies.parsers.located import Place

DEPTH = 60
"""Levels that are looked into; aliases can nest far deeper than any text."""


def mappings(value: object) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Every mapping in a value with its place, outer ones first."""
    waiting: list[tuple[Place, object]] = [((), value)]
    while waiting:
        place, item = waiting.pop()
        if isinstance(item, dict):
            yield place, item
        if isinstance(item, dict | list) and len(place) < DEPTH:
            inside = item.items() if isinstance(item, dict) else enumerate(item)
            below = [((*place, step), each) for step, each in inside if isinstance(each, dict | list)]
            waiting.extend(reversed(below))
