"""Text that came out of a repository, made fit to be written to a file."""

import json
import re
from typing import cast

from gitops_assets.core.text import display

_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_CHARACTER = re.compile("[\ufffe\uffff]")  # what XML 1.0 has no way to say
_ROW = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def scalar(text: str) -> str:
    r"""The text as UTF-8 can hold it: a surrogate, which stands for a stray byte, becomes ``\xNN``."""
    return text if text.isascii() else _SURROGATE.sub(lambda found: display(found[0]), text)


def json_bytes(document: object) -> bytes:
    """A document as UTF-8 JSON with a final newline: each key a line, and each row of a list a line.

    A row as wide as it is long is what line tools read, and ten times quicker to write than one laid out.
    """
    return _encoded(_laid_out(document, "\n") + "\n")


def json_line(document: object) -> bytes:
    """A document as UTF-8 JSON on one line, with its line feed."""
    return _encoded(_ROW.encode(document) + "\n")


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Inside JSON the escape's own backslash has to be escaped.
        return _SURROGATE.sub(lambda found: f"\\{display(found[0])}", text).encode()


def _laid_out(value: object, end: str) -> str:
    """``end`` breaks the line and goes in as deep as the value stands."""
    deeper = f"{end}  "
    if isinstance(value, dict) and value:
        members = (f"{_ROW.encode(key)}: {_laid_out(each, deeper)}" for key, each in value.items())
        return f"{{{deeper}{f',{deeper}'.join(members)}{end}}}"
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        rows = cast("list[object]", value)
        if len(rows) == 1:
            return f"[{_laid_out(rows[0], end)}]"
        return f"[{deeper}{f',{deeper}'.join(map(_ROW.encode, rows))}{end}]"
    return _ROW.encode(value)


def clip(text: str, limit: int) -> str:
    """At most ``limit`` characters; a cut is shown by an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def shortened(text: str, limit: int) -> str:
    """The text as a spreadsheet can hold it: no control characters, at most ``limit`` UTF-16 units.

    Line breaks and tabs stay. A cut is shown by an ellipsis.
    """
    if len(text) * 2 <= limit and text.isascii() and text.isprintable():
        return text
    shown = "".join(map(_shown, text.splitlines(keepends=True))) if not text.isprintable() else text
    shown = _NO_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", shown)
    if len(shown) * 2 <= limit or len(shown.encode("utf-16-le")) <= 2 * limit:
        return shown
    return shown.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore") + "…"


def _shown(line: str) -> str:
    return "".join(each if each in "\n\t" else display(each) for each in line)
