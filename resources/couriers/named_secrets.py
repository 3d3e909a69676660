"""Values that are kept out of the store: it holds the name of an environment variable or of a file."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from gitops_assets.core.outbox.refusal import Refused

_LARGEST = 4096
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def is_name(text: str) -> bool:
    """Whether it is ``env:NAME`` or ``file:/absolute/path``."""
    kind, _, name = text.partition(":")
    if kind == "env":
        return _VARIABLE.fullmatch(name) is not None
    return kind == "file" and name.startswith("/") and "\0" not in name


def named(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """The value behind ``env:NAME`` or ``file:/path``; raises :class:`Refused` where there is none.

    Files are read each time, so a secret that is rotated there is used from the next message on.
    """
    kind, _, name = text.partition(":")
    value = environ.get(name) if kind == "env" else _content(name)
    if not value:
        raise Refused(f"the secret {text} is not there: set it where the courier runs")
    return value


def _content(path: str) -> str | None:
    try:
        with Path(path).open(encoding="utf-8") as file:
            return file.read(_LARGEST).strip()
    except (OSError, ValueError):
        return None
