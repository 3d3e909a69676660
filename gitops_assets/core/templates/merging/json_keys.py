"""JSON three-way by keys: the user's order and indentation stay, comments where the format has them."""

import copy
import json
import re
from typing import Any

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.json_text import read_json, read_json_with_comments
from gitops_assets.core.templates.merging.keyed import Format, merge_keys
from gitops_assets.core.templates.merging.model import Merge, Merged, Sides
from gitops_assets.core.templates.model import MergeKind

_INDENT = re.compile(r"\n([ \t]+)\S")
_SPACED = re.compile(r"[:,] ")
_COMMENT = re.compile(r"(?:^|\s)(//.*|/\*.*)$", re.MULTILINE)


def merge_json(sides: Sides) -> Merged:
    """The tree's file with what the template changed, key by key."""
    return merge_keys(sides, FORMAT)


def _read(text: str) -> Any:  # noqa: ANN401 - JSON is anything
    try:
        located = read_json(text)
    except Malformed:
        located = read_json_with_comments(text)
    if located.repeated:
        key, line = located.repeated[0]
        raise Malformed(f"has the key {key[:60]!r} twice", line)
    return copy.deepcopy(located.value)


def _write(document: Any, text: str) -> str:  # noqa: ANN401 - JSON is anything
    found = _INDENT.search(text)
    one_line = "\n" not in text.strip()
    compact = one_line and not _SPACED.search(text)
    written = json.dumps(
        document,
        indent=found[1] if found else None if one_line else "",
        separators=(",", ":") if compact else None,
        ensure_ascii="\\u" in text,
    )
    return written + ("\n" if text.endswith("\n") else "")


FORMAT = Format(name="JSON", read=_read, write=_write, comment=_COMMENT)
MERGE = Merge(id=MergeKind.JSON, title="JSON by keys", merge=merge_json, shares=True)
