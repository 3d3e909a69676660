"""Rows fit to be stored and shown, whatever a file put into them."""

from dataclasses import fields, replace
from typing import Any

from gitops_assets.core.dependencies.model import Row, Skipped
from gitops_assets.core.text import display

LONGEST = 2_000
"""Characters of a name, a constraint or a URL; what is longer is none."""

REASON = 300


def shown(row: Row) -> Row:
    r"""The row without what no database stores and no terminal should see.

    ``"\ud800"`` in a JSON text is a lone surrogate, ``"\u0000"`` a NUL. The path stays as it is: it leads to
    the file.
    """
    if isinstance(row, Skipped):
        return replace(row, reason=_cut(row.reason))
    texts = {each.name: getattr(row, each.name) for each in fields(row) if each.name not in {"path", "kind"}}
    changes: dict[str, Any] = {}
    for name, text in texts.items():
        if not isinstance(text, str):
            continue
        if len(text) > LONGEST:
            return Skipped(path=row.path, line=row.line, reason=f"has a {name} of {len(text):,} characters")
        if not (text.isascii() and text.isprintable()):
            changes[name] = display(text)
    return replace(row, **changes) if changes else row


def _cut(reason: str) -> str:
    text = display(reason[: REASON + 1])
    return text if len(text) <= REASON else text[: REASON - 1] + "…"
