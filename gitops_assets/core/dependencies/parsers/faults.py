"""Why a text is not what its name promises, in words that say what to do about it."""

import re

from gitops_assets.core.dependencies.model import Malformed

_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_DIGITS = "integer string conversion"


def malformed(text: str, form: str, problem: object, line: int = 1) -> Malformed:
    """The fault where a parser gave up, at ``line``, on a text that should be in that form."""
    said = str(problem).partition("\n")[0]
    if found := _CONFLICT.search(text):
        return Malformed("has merge-conflict markers", _line(text, found.start()))
    if not text.strip():
        return Malformed(f"is no {form}: it is empty")
    if "\0" in text:
        return Malformed(f"is no {form}: it has NUL bytes", _line(text, text.index("\0")))
    if _DIGITS in said:
        return Malformed(f"is no {form} that can be read: it holds a number of thousands of digits", line)
    return Malformed(f"is no {form}: {said}", max(1, line))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
