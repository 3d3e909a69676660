"""Why a text is not what its name promises, in words that say what to do about it."""

import re

from gitops_assets.core.dependencies.model import Malformed

_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_DIGITS = "integer string conversion"


def malformed(text: str, form: str, problem: object, line: int = 1) -> Malformed:
    """The fault where a parser gave up, at ``line``, on a text that should be in that form."""
    said = str(problem).partition("\n")[0]
    if line_of_marker := conflict(text):
        return Malformed("has merge-conflict markers", line_of_marker)
    if not text.strip():
        return Malformed(f"is no {form}: it is empty")
    if _DIGITS in said:
        return Malformed(f"is no {form} that can be read: it holds a number of thousands of digits", line)
    return Malformed(f"is no {form}: {said}", max(1, line))


def conflict(text: str) -> int | None:
    """The line of the first marker that an unfinished merge left behind."""
    found = _CONFLICT.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None
