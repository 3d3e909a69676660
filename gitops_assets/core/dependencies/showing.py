"""Rows fit to be stored and shown, whatever a file put into them."""

import re
from collections.abc import Callable
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from gitops_assets.core.dependencies.model import (
    Claim,
    Definition,
    Dependency,
    Locked,
    Publication,
    Row,
    Skipped,
)
from gitops_assets.core.remote_url import MASK
from gitops_assets.core.text import display

LONGEST = 2_000
"""Characters of a name, a constraint or a URL; what is longer is none."""

REASON = 300

_USER = re.compile(r"//[^/@\s]{1,300}@")
_NO_TEXT = frozenset({"path", "line", "kind", "scope", "confidence", "extractor"})
_NAMES = {
    each: tuple(field.name for field in fields(each) if field.name not in _NO_TEXT)
    for each in (Dependency, Publication, Locked, Definition, Claim)
}
_TEXTS: dict[type[Row], Callable[[Row], tuple[str | None, ...]]] = {
    each: attrgetter(*names) for each, names in _NAMES.items()
}


def shown(row: Row, extractor: str) -> Row:
    r"""The row as that extractor's, without what no database stores and no terminal should see.

    ``"\ud800"`` in a JSON text is a lone surrogate, ``"\u0000"`` a NUL. The path stays as it is: it leads to
    the file.
    """
    if isinstance(row, Skipped):
        return replace(row, reason=_cut(row.reason), extractor=extractor)
    texts = _TEXTS[type(row)](row)
    together = "".join(text for text in texts if text)
    if together.isascii() and together.isprintable() and len(together) <= LONGEST:
        return replace(row, extractor=extractor)
    named = {name: text for name, text in zip(_NAMES[type(row)], texts, strict=True) if text}
    for name, text in named.items():
        if len(text) > LONGEST:
            reason = f"has a {name} of {len(text):,} characters"
            return Skipped(path=row.path, line=row.line, reason=reason, extractor=extractor)
    changes: dict[str, Any] = {name: display(text) for name, text in named.items()}
    return replace(row, **changes, extractor=extractor)


def _cut(reason: str) -> str:
    # What a reason quotes may be an address with a password in it.
    text = display(_USER.sub(f"//{MASK}@", reason[: REASON + 1]))
    return text if len(text) <= REASON else text[: REASON - 1] + "…"
