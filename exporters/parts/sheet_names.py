r"""Names that Excel takes for its sheets: 1 to 31 characters, none of ``[]:*?/\\``, each once."""

import re
from collections.abc import Sequence

from gitops_assets.core.text import display

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_RESERVED = {"history"}


def sheet_names(wanted: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """A valid name for each, as like as can be; a second of one name gets a number, whatever its case."""
    used = {name.casefold() for name in taken} | _RESERVED
    names = []
    for name in wanted:
        plain = _FORBIDDEN.sub("_", display(name)).strip("'")[:_LONGEST].strip("' ") or "table"
        found, nth = plain, 1
        while found.casefold() in used:
            nth += 1
            found = f"{plain[: _LONGEST - 1 - len(str(nth))]}_{nth}"
        used.add(found.casefold())
        names.append(found)
    return names
