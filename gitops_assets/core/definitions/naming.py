"""The id of a gate that has only a name."""

import re
import unicodedata


def slug(name: str) -> str:
    """``Code Linting`` as ``code-linting``; empty where the name has no letter to begin with."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    joined = "-".join(words)[:80].strip("-")
    return joined if joined[:1].isalpha() else ""
