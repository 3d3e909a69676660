"""Text that came out of a repository, made fit to be written to a file."""

import json
import re

from gitops_assets.core.text import display

_SURROGATE = re.compile("[\ud800-\udfff]")


def scalar(text: str) -> str:
    r"""The text as UTF-8 can hold it: a surrogate, which stands for a stray byte, becomes ``\xNN``."""
    return _SURROGATE.sub(lambda found: display(found[0]), text)


def json_bytes(document: object) -> bytes:
    """A document as UTF-8 JSON, two spaces deep, with a final newline."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    # Inside JSON the escape's own backslash has to be escaped.
    return _SURROGATE.sub(lambda found: f"\\{display(found[0])}", text).encode() + b"\n"


def clip(text: str, limit: int) -> str:
    """At most ``limit`` characters; a cut is shown by an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
