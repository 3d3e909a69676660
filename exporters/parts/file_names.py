"""Names out of repositories as names of files: on every system, and never out of their folder."""

import hashlib
from urllib.parse import quote

_LONGEST = 100


def safe_path(slug: str) -> str:
    """A slug as a folder of folders, percent-encoded where it has to be; different slugs differ."""
    return "/".join(safe_name(part) for part in slug.split("/"))


def safe_name(name: str) -> str:
    """One name as that of a file or folder; what is too long ends with a digest of the whole."""
    quoted = quote(name, safe=" ", errors="backslashreplace").replace(" ", "%20")
    if not quoted.strip(".") or quoted.endswith((".", ".svg")):
        quoted = quoted.replace(".", "%2E") or "%"
    if len(quoted) <= _LONGEST:
        return quoted
    told = hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()[:16]
    return f"{quoted[: _LONGEST - 17]}~{told}"
