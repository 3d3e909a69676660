"""A scanner for what git writes into a file that it could not merge (git-merge(1)).

All three marks must stand in their order at the beginning of lines: one alone is an underlined heading.
"""

import re
from collections.abc import Iterator

from gitops_assets.core.gates.scanning import Hit, Scanner

_MARK = re.compile(rb"^(?:(<{7}) [^\n]|(={7})\r?$|(>{7}) [^\n])", re.MULTILINE)


def scan(body: bytes) -> Iterator[Hit]:
    """Where each conflict begins."""
    if b"<<<<<<< " not in body or b">>>>>>> " not in body:
        return
    start, parted, line, at = None, False, 1, 0
    for found in _MARK.finditer(body):
        line, at = line + body.count(b"\n", at, found.start()), found.start()
        if found[1]:
            start, parted = line, False
        elif found[2]:
            parted = start is not None
        elif start is not None and parted:
            yield Hit(start, "merge-conflict")
            start, parted = None, False


MERGE_MARKERS = Scanner("merge-markers", 1, scan)
