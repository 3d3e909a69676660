"""TOML three-way by keys: comments and order stay (tomlkit)."""

import re
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.templates.merging.keyed import FAILURES, VALUES, Format, merge_keys
from gitops_assets.core.templates.merging.model import Merge, Merged, Sides
from gitops_assets.core.templates.model import MergeKind

_COMMENT = re.compile(r"(?:^|\s)(#.*)$", re.MULTILINE)


def merge_toml(sides: Sides) -> Merged:
    """The tree's file with what the template changed, key by key."""
    return merge_keys(sides, FORMAT)


def _read(text: str) -> Any:  # noqa: ANN401 - a document of tomlkit
    located = read_toml(text)  # bounds depth, and words what is wrong
    if len(located.lines) > VALUES:
        raise Malformed(f"has more than {VALUES:,} values, too many to merge it by keys")
    try:
        return tomlkit.parse(text)
    except (TOMLKitError, *FAILURES) as error:
        raise Malformed(f"is TOML that cannot be changed: {str(error)[:100]}") from None


def _write(document: Any, text: str) -> str:  # noqa: ANN401, ARG001 - tomlkit keeps the layout itself
    return tomlkit.dumps(document)


FORMAT = Format(name="TOML", read=_read, write=_write, comment=_COMMENT)
MERGE = Merge(id=MergeKind.TOML, title="TOML by keys", merge=merge_toml, shares=True)
