"""Which properties of a build may be remembered: their files are also where people keep passwords."""

import re

_SECRET = re.compile(r"pass|secret|token|key|credential|auth", re.IGNORECASE)
_VERSION = re.compile(r"[\[(v]?\d{1,9}(?:\.[\w$+-]{1,40}){1,9}")


def tellable(name: str, value: str) -> bool:
    """Whether a property is none of a secret's name; ``oauth.version`` is one, and its value shows it."""
    return not _SECRET.search(name) or "${" in value or _VERSION.fullmatch(value) is not None
