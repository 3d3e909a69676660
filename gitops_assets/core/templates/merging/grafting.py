"""Changing a document until it means something else, and nothing but what has to change."""

from collections.abc import Mapping
from typing import Any

from gitops_assets.core.templates.merging.matching import matched
from gitops_assets.core.templates.merging.values import is_list, meaning, same


def graft(document: Any, value: Any) -> None:  # noqa: ANN401 - documents are of three libraries
    """Make a mapping or a list of some round-trip library mean ``value``, in place."""
    if isinstance(value, Mapping):
        _mapping(document, value)
    else:
        _list(document, value)


def _mapping(document: Any, value: Mapping[Any, Any]) -> None:  # noqa: ANN401 - what a file holds has any type
    for key in [key for key in document if key not in value]:
        del document[key]
    for key, item in value.items():
        if key not in document:
            document[key] = plain(item)
        elif not same(document[key], item):
            _set(document, key, item)


def _set(document: Any, key: Any, item: Any) -> None:  # noqa: ANN401 - what a file holds has any type
    there = document[key]
    both_mappings = isinstance(there, Mapping) and isinstance(item, Mapping)
    if both_mappings or (is_list(there) and is_list(item)):
        graft(there, item)
    else:
        document[key] = plain(item)


def _list(document: Any, items: Any) -> None:  # noqa: ANN401 - what a file holds has any type
    """From the end, so that positions stay what they are: items that stay are not touched."""
    pairs = matched([meaning(item) for item in document], [meaning(item) for item in items])
    end_old, end_new = len(document), len(items)
    for old, new in [*reversed(pairs), (-1, -1)]:
        changed = min(end_old - old, end_new - new) - 1
        for nth in range(end_old - 1, old + changed, -1):
            del document[nth]
        for nth, item in enumerate(items[new + 1 + changed : end_new]):
            document.insert(old + 1 + changed + nth, plain(item))
        for nth in range(changed):
            _set(document, old + 1 + nth, items[new + 1 + nth])
        end_old, end_new = old, new


def plain(value: Any) -> Any:  # noqa: ANN401 - what a file holds has any type
    """Mappings and lists of no library; scalars stay, they know how they were written."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if is_list(value) else value
