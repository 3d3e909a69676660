"""A scanner for the first line that names an interpreter (execve(2), "interpreter scripts")."""

import re
from collections.abc import Iterator

from gitops_assets.core.gates.scanning import Hit, Scanner

# A path, so that Rust's `#![allow(…)]` is none.
_SHEBANG = re.compile(rb"#! ?(/[^\s\0]{1,100})(?:[ \t]+([^\s\0]{1,100}))?")


def scan(body: bytes) -> Iterator[Hit]:
    """One hit with the interpreter's name (``env`` is looked through)."""
    found = _SHEBANG.match(body)
    if found:
        program = found[1].rpartition(b"/")[2]
        named = found[2] if program == b"env" and found[2] else program
        yield Hit(1, "shebang", named.decode("utf-8", "replace"))


SHEBANGS = Scanner("shebangs", 1, scan)
