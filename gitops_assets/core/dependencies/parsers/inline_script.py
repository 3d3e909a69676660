"""The TOML that stands in the comments of a Python script (PEP 723)."""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.toml_text import read_toml

_START, _END = "# /// script", "# ///"


def read_script(text: str) -> tuple[Located, int] | None:
    """The script's table and the line above its first one; None where there is no block.

    Raises :class:`Malformed` when a script has two blocks or when one is no TOML.
    """
    lines = text.split("\n") if _START in text else []
    blocks = list(_blocks(lines))
    if len(blocks) > 1:
        raise Malformed("has more than one block of script metadata", blocks[1][0] + 1)
    if not blocks:
        return None
    start, end = blocks[0]
    try:
        return read_toml("\n".join(line[2:] for line in lines[start + 1 : end])), start + 1
    except Malformed as fault:
        raise Malformed(f"has script metadata that {fault.reason}", fault.line + start + 1) from None


def _blocks(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Where blocks begin and end; the last end among comments that follow each other is the block's."""
    at = 0
    while at < len(lines):
        if lines[at].rstrip() != _START:
            at += 1
            continue
        last, end = at, at + 1
        while end < len(lines) and (lines[end].startswith("# ") or lines[end] == "#"):
            last = end if lines[end].rstrip() == _END else last
            end += 1
        if last > at:
            yield at, last
        at = end
