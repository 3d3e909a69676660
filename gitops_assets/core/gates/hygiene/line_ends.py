"""A scanner for lines that end as Windows writes them: in some lines of a file, or in all."""

from collections.abc import Iterator

from gitops_assets.core.gates.scanning import Hit, Scanner

MIXED, CRLF = "mixed", "crlf"
_SNIFFED = 8000
"""Bytes in which git looks for a NUL to tell a binary file (git's buffer_is_binary)."""


def scan(body: bytes) -> Iterator[Hit]:
    """One hit at the first line of the rarer kind; none for a file of plain line feeds."""
    windows = body.count(b"\r\n")
    if not windows or b"\0" in body[:_SNIFFED]:
        return
    plain = body.count(b"\n") - windows
    if not plain:
        yield Hit(1, CRLF)
    elif windows <= plain:
        yield Hit(body.count(b"\n", 0, body.find(b"\r\n")) + 1, MIXED, "CRLF")
    else:
        lines = body.split(b"\n")
        rare = next(number for number, line in enumerate(lines, 1) if not line.endswith(b"\r"))
        yield Hit(rare, MIXED, "LF")


LINE_ENDS = Scanner("line-ends", 1, scan)
