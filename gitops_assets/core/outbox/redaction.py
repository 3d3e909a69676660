"""What of an answer, or of an error, may be kept in the log."""

import re
from collections.abc import Iterable

from gitops_assets.core.secrets.search import secrets_in
from gitops_assets.core.text import display

LONGEST = 500
"""Characters of an answer that are kept."""

_READ = 8 * LONGEST
_OWN = re.compile(r"whsec_[A-Za-z0-9+/=_-]+|(?i:bearer|basic)\s+[A-Za-z0-9+/=._~-]{8,}")
_MASK = "[removed]"


def cut(text: str, secrets: Iterable[str] = ()) -> str:
    """The beginning of a text on one line, without what looks like a secret and without these ones.

    A line in which the rules for repositories find a secret goes as a whole: they know where one begins, and
    an answer is worth less than what it might give away.
    """
    text = text[:_READ]
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, _MASK)
    text = _OWN.sub(_MASK, text)
    lines = text.split("\n")
    for seen in secrets_in(text.encode("utf-8", "replace")):
        lines[seen.line - 1] = _MASK
    shown = display(" ".join("\n".join(lines).split()))
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
